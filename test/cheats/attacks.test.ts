import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { probeIsolation } from '../../codec-task/isolation/probe.ts';
import { findTools } from '../../codec-task/media/tools.ts';
import type { ExperimentResult, Isolation } from '../../lambdas/shared/result.ts';
import type { Attack } from './attacks/attack.ts';
import { changingDecoders, growingDecoder } from './attacks/changing-decoder.ts';
import { endlessHeader, errorFlood } from './attacks/endless-header.ts';
import { ESCAPING_NAMES } from './attacks/escaping-names.ts';
import { hiddenOrphan } from './attacks/hidden-orphan.ts';
import { inventedResult } from './attacks/invented-result.ts';
import { lateSource } from './attacks/late-source.ts';
import { lateWriter } from './attacks/late-writer.ts';
import { NO_PLAIN_FILES } from './attacks/no-plain-file.ts';
import { replacedPrograms } from './attacks/replaced-programs.ts';
import { sharedMemoryFiller } from './attacks/shared-memory-filler.ts';
import { STRANGE_FRAMES } from './attacks/strange-frames.ts';
import { honestResult, OFF } from './honest-result.ts';
import { outcome } from './outcome.ts';
import { runCheat } from './run-cheat.ts';
import { CHEATS } from './table.ts';
import type { Tally } from './tally.ts';

const EVERYWHERE: readonly Attack[] = [
  ...changingDecoders,
  growingDecoder,
  lateWriter,
  lateSource,
  endlessHeader,
  errorFlood,
  inventedResult,
];
const BEHIND_WALLS: readonly Attack[] = [hiddenOrphan, sharedMemoryFiller, replacedPrograms];

/** A key in the kernel is left out: it takes a filter of system calls, which only the strongest has. */
const AROUND = [...CHEATS['source reading'], ...CHEATS.elsewhere].filter(({ name }) => name !== 'kernel-key');

const tallies: Tally[] = [];
let honest: ExperimentResult;
let strongest: Isolation;
let second: Isolation;
beforeAll(async () => {
  const tools = await findTools(process.env);
  const { signal } = new AbortController();
  strongest = await probeIsolation(tools, signal);
  second = await probeIsolation(tools, signal, 'unshare');
  honest = await honestResult();
});
afterAll(() => writeFile(join(inject('cheatGround'), 'tally-attacks.json'), JSON.stringify(tallies)));

async function attempt(attack: Attack, isolation: Isolation): Promise<string> {
  const seen = outcome({ ...attack, check: 'isolated-decode' }, await runCheat(attack, isolation), honest);
  tallies.push({ way: 'by the way it is built', cheat: attack.name, caught: seen !== 'succeeded' });
  return seen;
}

describe('attacks that no single check stops', () => {
  it.each(EVERYWHERE)('$name, which $about, comes to nothing with namespaces off', async (attack) => {
    expect(await attempt(attack, OFF)).not.toBe('succeeded');
  });

  it.for([...EVERYWHERE, ...BEHIND_WALLS])(
    '$name, which $about, comes to nothing in isolation',
    async (attack, { skip }) => {
      if (strongest.mode === 'none') skip(strongest.reason);
      expect(await attempt(attack, strongest)).not.toBe('succeeded');
    },
  );
});

describe('cheats that read what is around them, behind the walls of the second strongest isolation', () => {
  it.for(AROUND)('$name is caught', async (cheat, { skip }) => {
    if (second.mode === 'none') skip(second.reason);
    const result = await runCheat(cheat, second);
    expect(result.failure).toMatchObject({ class: 'decode-failed', check: 'isolated-decode' });
  });
});

describe('what is not decent', () => {
  it.each(NO_PLAIN_FILES)('an encode that leaves %s for a bitstream fails as data', async (_, codec) => {
    const result = await runCheat({ name: 'no-plain-file', open: () => ({ codec }) }, OFF);
    expect(result.status).toBe('failed');
  });

  it.each(ESCAPING_NAMES)('a code file called %s fails as data', async (_, codec) => {
    const result = await runCheat({ name: 'escaping-name', open: () => ({ codec }) }, OFF);
    expect(result.failure).toMatchObject({
      class: 'decode-failed',
      message: expect.stringContaining('decoder'),
    });
  });

  it.each(STRANGE_FRAMES)('%s frames get low and finite scores', async (_, codec) => {
    const result = await runCheat({ name: 'strange-frames', open: () => ({ codec }) }, OFF);
    expect(result.failure).toBeNull();
    for (const { psnr_yuv, ssim, ms_ssim } of result.clips[0]?.points ?? []) {
      expect(psnr_yuv).toBeLessThan(30);
      expect(ssim).toBeLessThan(0.9);
      expect(ms_ssim).toBeLessThan(0.95);
    }
  });
});
