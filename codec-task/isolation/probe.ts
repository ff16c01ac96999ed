import { access, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ALL_CHECKS } from '../../lambdas/shared/checks.ts';
import type { Isolation } from '../../lambdas/shared/result.ts';
import { taskFolderPrefix } from '../../lambdas/shared/task-folder.ts';
import { StoppedError } from '../media/tool-errors.ts';
import type { Tools } from '../media/tools.ts';
import type { Command } from './command.ts';
import { decodeLimits } from './limits.ts';
import { makePlace, type Place } from './place.ts';
import { runIsolated } from './run-isolated.ts';

const MODES = ['bubblewrap', 'unshare'] as const;
type Walled = (typeof MODES)[number];
const SIDE = 16;
const TRIAL_LIMITS = { ...decodeLimits({ width: SIDE, height: SIDE }), seconds: 20 };

/** A grey picture of 4:2:0 as YUV4MPEG2, for the decode that is tried. */
const PICTURE = Buffer.concat([
  Buffer.from(`YUV4MPEG2 W${SIDE} H${SIDE} F25:1 Ip A1:1 C420jpeg\nFRAME\n`),
  Buffer.alloc((SIDE * SIDE * 3) / 2, 128),
]);

/**
 * The strongest isolation that works here, found by trying: ffmpeg must decode inside, Node must run, a file outside must
 * not be seen and no network be there. Takes about a fifth of a second.
 * @param strongest what not to go beyond.
 */
export async function probeIsolation(
  tools: Tools,
  signal: AbortSignal,
  strongest: Isolation['mode'] = 'bubblewrap',
): Promise<Isolation> {
  const faults = strongest === 'bubblewrap' ? [] : [`nothing stronger than ${strongest} was asked for`];
  for (const mode of strongest === 'none' ? [] : MODES.slice(MODES.indexOf(strongest))) {
    const fault = await tryMode(mode, tools, signal);
    if (signal.aborted) throw new StoppedError();
    if (fault === undefined) return { mode, reason: faults.join('; ') };
    faults.push(`${mode}: ${fault}`);
  }
  if (!(await canWatch())) faults.push('memory and processes are not watched, for there is no /proc');
  return { mode: 'none', reason: faults.join('; ').slice(0, 1000) };
}

/** Why a mode does not work, or undefined when it does. */
async function tryMode(mode: Walled, tools: Tools, signal: AbortSignal): Promise<string | undefined> {
  const folder = await mkdtemp(join(tmpdir(), taskFolderPrefix(process.pid)));
  try {
    const outside = join(folder, 'outside');
    await writeFile(outside, 'what a decoder must not see');
    const place = await makePlace(await mkdtemp(join(folder, 'decode-')));
    await writeFile(join(place.work, 'stream'), PICTURE);
    return (await decodes(mode, tools, place, signal)) ?? (await isClosed(mode, outside, place, signal));
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function decodes(mode: Walled, { ffmpeg }: Tools, place: Place, signal: AbortSignal) {
  const args = '-v error -nostdin -f yuv4mpegpipe -i stream -f rawvideo -'.split(' ');
  const { output, said } = await run(mode, { file: ffmpeg, args }, place, signal);
  const picture = PICTURE.subarray(-(SIDE * SIDE * 3) / 2);
  return output.equals(picture) ? undefined : `ffmpeg does not decode inside it: ${said}`;
}

async function isClosed(mode: Walled, outside: string, place: Place, signal: AbortSignal) {
  const look = `const sees = require('fs').existsSync(${JSON.stringify(outside)});
const networks = Object.values(require('os').networkInterfaces()).flat().filter(({ internal }) => !internal);
process.stdout.write(sees ? 'files' : networks.length > 0 ? 'network' : 'nothing');`;
  const command = { file: process.execPath, args: ['-e', look] };
  const { output, said } = await run(mode, command, place, signal);
  if (output.toString() === 'nothing') return undefined;
  return output.length > 0 ? `it does not hide the ${output} of this machine` : `Node does not run: ${said}`;
}

async function run(mode: Walled, command: Command, place: Place, signal: AbortSignal) {
  const chunks: Buffer[] = [];
  const { stderr, exitCode, excess } = await runIsolated({
    ...{ mode, command, place, signal, limits: TRIAL_LIMITS, checks: ALL_CHECKS },
    onOutput: async (chunk) => {
      chunks.push(chunk);
    },
  });
  const said = excess?.detail ?? stderr.trim().split('\n').at(-1)?.slice(0, 300);
  return { output: Buffer.concat(chunks), said: said || `exit ${exitCode}` };
}

async function canWatch(): Promise<boolean> {
  return access('/proc/self/stat').then(
    () => true,
    () => false,
  );
}
