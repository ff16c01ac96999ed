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
import { STRANGE_FRAMES } from './attacks/inverted-frames.ts';
import { lateSource } from './attacks/late-source.ts';
import { lateWriter } from './attacks/late-writer.ts';
import { NO_PLAIN_FILES } from './attacks/no-plain-file.ts';
import { replacedPrograms } from './attacks/replaced-programs.ts';
import { sharedMemoryFiller } from './attacks/shared-memory-filler.ts';
import { outcome } from './outcome.ts';
import { honestCodec } from './own-codec.ts';
import { runCheat } from './run-cheat.ts';
import type { Tally } from './tally.ts';

const OFF: Isolation = { mode: 'none', reason: 'the cheat suite' };
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

const tallies: Tally[] = [];
let honest: ExperimentResult;
let strongest: Isolation;
beforeAll(async () => {
  strongest = await probeIsolation(await findTools(process.env), new AbortController().signal);
  honest = await runCheat({ name: 'honest', open: () => ({ codec: honestCodec }) }, OFF);
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

  it.each([...EVERYWHERE, ...BEHIND_WALLS])(
    '$name, which $about, comes to nothing in isolation',
    async (attack) => {
      expect(await attempt(attack, strongest)).not.toBe('succeeded');
    },
  );
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

  it.each(STRANGE_FRAMES)('%s frames get finite scores or a failure as data', async (_, codec) => {
    const result = await runCheat({ name: 'strange-frames', open: () => ({ codec }) }, OFF);
    expect(['succeeded', 'failed']).toContain(result.status);
  });
});
