import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { probeIsolation } from '../../codec-task/isolation/probe.ts';
import { findTools } from '../../codec-task/media/tools.ts';
import type { ExperimentResult, Isolation } from '../../lambdas/shared/result.ts';
import type { Cheat } from './cheat.ts';
import { honestResult, OFF } from './honest-result.ts';
import { caughtBy, outcome } from './outcome.ts';
import { runCheat } from './run-cheat.ts';
import { CHEATS } from './table.ts';
import type { Tally } from './tally.ts';

const WAYS = { off: 'with namespaces off', isolated: 'with namespaces' } as const;

/**
 * The tests of one group of cheats: each must be caught with namespaces off and with the strongest isolation of this
 * machine, and must succeed when the check that catches it is left out.
 */
export function tryCheats(group: keyof typeof CHEATS): void {
  const cheats: readonly Cheat[] = CHEATS[group];
  const tallies: Tally[] = [];
  let honest: ExperimentResult;
  let strongest: Isolation;
  beforeAll(async () => {
    strongest = await probeIsolation(await findTools(process.env), new AbortController().signal);
    honest = await honestResult();
  });
  afterAll(async () => {
    const file = join(inject('cheatGround'), `tally-${group.replaceAll(' ', '-')}.json`);
    await writeFile(file, JSON.stringify(tallies));
  });

  /** Runs a cheat and enters into the tally whether it was caught. */
  const attempt = async (cheat: Cheat, way: string, isolation: Isolation, check: string, skip?: string) => {
    const tally = { way, cheat: cheat.name, caught: false, ...(skip !== undefined && { skipped: skip }) };
    tallies.push(tally);
    if (skip !== undefined) return skip;
    const result = await runCheat(cheat, isolation);
    const caught = caughtBy(cheat, result, honest);
    tally.caught = caught === check;
    return caught ?? outcome(cheat, result, honest);
  };

  const side = cheats.some(({ changesEncoder }) => changesEncoder) ? describe : describe.concurrent;
  side.each(cheats)('the cheat $name, which $about', (cheat) => {
    const impossible = cheat.skip?.();

    it(`is caught by ${cheat.check} with namespaces off`, async ({ skip }) => {
      const reason =
        impossible ?? (cheat.needsNamespaces ? 'nothing but namespaces keeps it out' : undefined);
      const caught = await attempt(cheat, WAYS.off, OFF, cheat.check, reason);
      if (reason !== undefined) skip(reason);
      expect(caught).toBe(cheat.check);
    });

    it(`is caught in isolation`, async ({ skip }) => {
      const check = cheat.checkIsolated ?? cheat.check;
      const reason = impossible ?? (strongest.mode === 'none' ? strongest.reason : undefined);
      const caught = await attempt(cheat, WAYS.isolated, strongest, check, reason);
      if (reason !== undefined) skip(reason);
      expect(caught).toBe(check);
    });

    it.skipIf(impossible !== undefined)(`succeeds when ${cheat.check} is left out`, async () => {
      const result = await runCheat(cheat, OFF, [cheat.check, ...(cheat.behind ?? [])]);
      expect(outcome(cheat, result, honest)).toBe('succeeded');
    });
  });
}
