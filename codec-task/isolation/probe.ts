import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ALL_CHECKS } from '../../lambdas/shared/checks.ts';
import type { Isolation } from '../../lambdas/shared/result.ts';
import type { Tools } from '../media/tools.ts';
import type { Command } from './bubblewrap.ts';
import { DECODE_LIMITS } from './limits.ts';
import { makePlace } from './place.ts';
import { runIsolated } from './run-isolated.ts';

const MODES = ['bubblewrap', 'unshare'] as const;
const TRIAL_SECONDS = 20;

/**
 * The strongest isolation that works here, found by trying: both programs that decode must run inside, and a file
 * outside must not be seen. Takes about a fifth of a second.
 * @param strongest what not to go beyond.
 */
export async function probeIsolation(
  tools: Tools,
  signal: AbortSignal,
  strongest: Isolation['mode'] = 'bubblewrap',
): Promise<Isolation> {
  if (strongest === 'none') return { mode: 'none', reason: 'no stronger isolation was asked for' };
  const faults: string[] = [];
  for (const mode of MODES.slice(MODES.indexOf(strongest))) {
    const fault = await tryMode(mode, tools, signal);
    if (fault === undefined) return { mode, reason: faults.join('; ') };
    faults.push(`${mode}: ${fault}`);
  }
  return { mode: 'none', reason: faults.join('; ').slice(0, 1000) };
}

/** Why a mode does not work, or undefined when it does. */
async function tryMode(
  mode: (typeof MODES)[number],
  tools: Tools,
  signal: AbortSignal,
): Promise<string | undefined> {
  const folder = await mkdtemp(join(tmpdir(), 'codec-isolation-'));
  const outside = join(folder, 'outside');
  await writeFile(outside, 'secret');
  const say = `process.stdout.write(require('fs').existsSync(${JSON.stringify(outside)}) ? 'seen' : 'hidden')`;
  const picture = ['-v', 'error', '-f', 'lavfi', '-i', 'color=size=64x64', '-frames:v', '1'];
  const trials: { command: Command; isRight: (output: string) => boolean }[] = [
    {
      command: { file: tools.ffmpeg, args: [...picture, '-f', 'yuv4mpegpipe', '-'] },
      isRight: (output) => output.startsWith('YUV4MPEG2 W64 H64'),
    },
    {
      command: { file: process.execPath, args: ['-e', say] },
      isRight: (output) => output === 'hidden',
    },
  ];
  try {
    for (const [index, { command, isRight }] of trials.entries()) {
      const place = await makePlace(await mkdtemp(join(folder, `trial-${index}-`)));
      const answer = await run(mode, command, place, signal);
      if (!isRight(answer.output)) return answer.fault;
    }
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function run(
  mode: Isolation['mode'],
  command: Command,
  place: Awaited<ReturnType<typeof makePlace>>,
  signal: AbortSignal,
): Promise<{ output: string; fault: string }> {
  let output = '';
  const { stderr, exitCode, excess } = await runIsolated({
    ...{ mode, command, place, signal },
    limits: { ...DECODE_LIMITS, seconds: TRIAL_SECONDS },
    checks: ALL_CHECKS,
    onOutput: async (chunk) => {
      output += chunk.toString('latin1');
    },
  });
  const said = excess?.detail ?? stderr.trim().split('\n').at(-1) ?? '';
  return { output, fault: output === 'seen' ? 'files outside are seen' : said || `exit ${exitCode}` };
}
