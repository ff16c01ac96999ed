import type { Isolation } from '../../lambdas/shared/result.ts';
import { type Command, inBubblewrap } from './bubblewrap.ts';
import type { DecodeLimits } from './limits.ts';
import type { Place } from './place.ts';
import { systemFolders } from './system-folders.ts';
import { inUnshare } from './unshare.ts';

/** Programs of the system that isolation is made of, absolute; undefined where there is none. */
export interface Wrappers {
  readonly bwrap: string | undefined;
  readonly unshare: string | undefined;
  readonly prlimit: string | undefined;
}

/** Processes that stand between ours and the program itself, by mode. */
export const WRAPPER_PROCESSES: Readonly<Record<Isolation['mode'], number>> = {
  // The one that waits and the one that is process 1 inside.
  bubblewrap: 2,
  // The one that waits, and one at a time that builds the root before the program starts.
  unshare: 2,
  none: 0,
};

/** The environment that a program gets: nothing of ours. */
export function neutralVariables(mode: Isolation['mode'], place: Place): Record<string, string> {
  const [HOME, TMPDIR] = mode === 'none' ? [place.home, place.temporary] : ['/home', '/tmp'];
  return { PATH: '/usr/local/bin:/usr/bin:/bin', HOME, TMPDIR, LC_ALL: 'C' };
}

/** A command as it is started: within its limits, within its walls. */
export async function wrapped(
  mode: Isolation['mode'],
  wrappers: Wrappers,
  command: Command,
  place: Place,
  variables: Readonly<Record<string, string>>,
  limits: DecodeLimits | undefined,
): Promise<Command> {
  const disk = limits?.diskBytes ?? 2 ** 40;
  const walled = await withWalls(mode, wrappers, command, place, variables, disk);
  if (wrappers.prlimit === undefined || limits === undefined) return walled;
  const set = [
    // Half as much again as is watched for: the watch names the excess, this stops what is quicker than the watch.
    `--data=${Math.ceil(limits.memoryBytes * 1.5)}`,
    `--fsize=${limits.diskBytes + 2 ** 20}`,
    `--cpu=${Math.ceil(limits.seconds) + 1}`,
    '--core=0',
  ];
  return { file: wrappers.prlimit, args: [...set, '--', walled.file, ...walled.args] };
}

async function withWalls(
  mode: Isolation['mode'],
  { bwrap, unshare }: Wrappers,
  command: Command,
  place: Place,
  variables: Readonly<Record<string, string>>,
  diskBytes: number,
): Promise<Command> {
  if (mode === 'none') return command;
  const system = await systemFolders([command.file]);
  if (mode === 'bubblewrap' && bwrap !== undefined)
    return inBubblewrap(bwrap, command, place, system, variables, diskBytes);
  if (mode === 'unshare' && unshare !== undefined)
    return inUnshare(unshare, command, place, system, diskBytes);
  throw new Error(`isolation by ${mode} was found once and its program is gone`);
}
