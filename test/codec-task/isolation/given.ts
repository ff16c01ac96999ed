import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeLimits } from '../../../codec-task/isolation/limits.ts';
import { makePlace } from '../../../codec-task/isolation/place.ts';
import { probeIsolation } from '../../../codec-task/isolation/probe.ts';
import { type IsolatedRun, runIsolated } from '../../../codec-task/isolation/run-isolated.ts';
import { findTools } from '../../../codec-task/media/tools.ts';
import { CHECK_NAMES, type CheckName } from '../../../lambdas/shared/checks.ts';
import type { Isolation } from '../../../lambdas/shared/result.ts';

export type Mode = Isolation['mode'];

/** The ways to isolate that work on this machine. */
export async function modesHere(): Promise<Mode[]> {
  const tools = await findTools(process.env);
  const signal = new AbortController().signal;
  const found = await Promise.all(
    (['bubblewrap', 'unshare', 'none'] as const).map((mode) => probeIsolation(tools, signal, mode)),
  );
  return [...new Set(found.map(({ mode }) => mode))];
}

/** Runs a Node program given as text, or another command, and collects what it puts out. */
export async function run(
  mode: Mode,
  program: string | IsolatedRun['command'],
  change: Partial<Omit<IsolatedRun, 'limits'>> & {
    readonly limits?: Partial<IsolatedRun['limits']>;
    readonly without?: readonly CheckName[];
  } = {},
) {
  const folder = await mkdtemp(join(tmpdir(), 'codec-lab-isolated-'));
  const { limits, without = [], ...changes } = change;
  let output = '';
  try {
    const end = await runIsolated({
      mode,
      command: typeof program === 'string' ? { file: process.execPath, args: ['-e', program] } : program,
      place: await makePlace(folder),
      limits: { ...decodeLimits({ width: 128, height: 96 }), seconds: 20, ...limits },
      checks: new Set(CHECK_NAMES.filter((name) => !without.includes(name))),
      signal: new AbortController().signal,
      onOutput: async (chunk) => {
        output += chunk.toString('latin1');
      },
      ...changes,
    });
    return { ...end, output };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
