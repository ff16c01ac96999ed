import type { Isolation } from '../../lambdas/shared/result.ts';
import { inBubblewrap } from './bubblewrap.ts';
import { type Command, INSIDE } from './command.ts';
import type { DecodeLimits } from './limits.ts';
import type { Place } from './place.ts';
import { keyringFilter } from './system-call-filter.ts';
import { systemFolders } from './system-folders.ts';
import { inUnshare } from './unshare.ts';

/** Programs of the system that isolation is made of, absolute; undefined where there is none. */
export interface Wrappers {
  readonly bwrap: string | undefined;
  readonly unshare: string | undefined;
  readonly setpriv: string | undefined;
  readonly prlimit: string | undefined;
}

/** Processes that stand between ours and the program itself, by mode: one that waits, and the first one inside. */
export const WRAPPER_PROCESSES: Readonly<Record<Isolation['mode'], number>> = {
  bubblewrap: 2,
  unshare: 2,
  none: 0,
};

/** Writable memory that a Node program maps before it does anything; most of it is never touched. */
const MAPPED_AT_START = 2 ** 30;

/** The environment that a program gets: nothing of ours. */
export function neutralVariables(mode: Isolation['mode'], place: Place): Record<string, string> {
  const [HOME, TMPDIR] = mode === 'none' ? [place.home, place.temporary] : [INSIDE.home, INSIDE.temporary];
  return { PATH: '/usr/local/bin:/usr/bin:/bin', HOME, TMPDIR, LC_ALL: 'C' };
}

/** A command as it is started: within its limits, within its walls, and not outliving who started it. */
export async function wrapped(
  mode: Isolation['mode'],
  wrappers: Wrappers,
  command: Command,
  place: Place,
  limits: DecodeLimits,
): Promise<Command> {
  const walled = await withWalls(mode, wrappers, command, place, limits.diskBytes);
  return withLimits(wrappers, dyingWithParent(mode, wrappers, walled), limits);
}

function withLimits({ prlimit }: Wrappers, { file, args }: Command, limits: DecodeLimits): Command {
  if (prlimit === undefined) return { file, args };
  const set = [
    // Half as much again as is watched for: the watch names the excess, this stops what is quicker than the watch.
    `--data=${Math.ceil(limits.memoryBytes * 1.5) + MAPPED_AT_START}`,
    `--fsize=${Math.ceil(limits.diskBytes) + 2 ** 20}`,
    `--cpu=${Math.ceil(limits.seconds) + 1}`,
    '--core=0',
  ];
  return { file: prlimit, args: [...set, '--', file, ...args] };
}

/**
 * Bubblewrap sees to it by itself. Without any of the programs a decode that is left alone ends at its limit of processor
 * time.
 */
function dyingWithParent(mode: Isolation['mode'], { setpriv }: Wrappers, { file, args }: Command): Command {
  if (mode === 'bubblewrap' || setpriv === undefined) return { file, args };
  return { file: setpriv, args: ['--pdeathsig', 'KILL', '--', file, ...args] };
}

async function withWalls(
  mode: Isolation['mode'],
  { bwrap, unshare }: Wrappers,
  command: Command,
  place: Place,
  diskBytes: number,
): Promise<Command> {
  if (mode === 'none') return command;
  const system = await systemFolders([command.file]);
  if (mode === 'bubblewrap' && bwrap !== undefined)
    return inBubblewrap(bwrap, command, place, system, diskBytes, keyringFilter(process.arch) !== undefined);
  if (mode === 'unshare' && unshare !== undefined)
    return inUnshare(unshare, command, place, system, diskBytes);
  throw new Error(`there is no program for isolation by ${mode} in the folders of the system`);
}
