import { type Command, INSIDE } from './command.ts';
import { underFirstProcess } from './first-process.ts';
import type { Place } from './place.ts';
import { FILTER_DESCRIPTOR } from './system-call-filter.ts';
import type { SystemFolders } from './system-folders.ts';

/**
 * The command inside namespaces of its own for users, files, processes, network and the rest, by bubblewrap: system
 * libraries and the place's working folder read-only, home and temporary folder in memory, everything else absent.
 * @param filtered whether a filter of system calls is handed over as {@link FILTER_DESCRIPTOR}.
 */
export function inBubblewrap(
  bwrap: string,
  command: Command,
  place: Place,
  system: SystemFolders,
  diskBytes: number,
  filtered: boolean,
): Command {
  const size = String(Math.max(1, Math.floor(diskBytes / 3)));
  const { file, args } = underFirstProcess(command);
  return {
    file: bwrap,
    args: [
      ...['--unshare-all', '--cap-drop', 'ALL', '--die-with-parent', '--new-session', '--as-pid-1'],
      // Before the folders: a program may lie below the real /tmp or the real home.
      ...['--size', size, '--tmpfs', INSIDE.temporary, '--size', size, '--tmpfs', INSIDE.home],
      ...system.links.flatMap(({ target, path }) => ['--symlink', target, path]),
      ...system.folders.flatMap((path) => ['--ro-bind', path, path]),
      ...['--proc', '/proc', '--dev', '/dev', '--size', size, '--tmpfs', '/dev/shm'],
      ...system.hidden.flatMap((path) => ['--ro-bind', '/dev/null', path]),
      ...(filtered ? ['--seccomp', String(FILTER_DESCRIPTOR)] : []),
      ...['--ro-bind', place.work, INSIDE.work, '--chdir', INSIDE.work],
      // The root and /dev lie in memory too, without a limit of their own.
      ...['--remount-ro', '/dev', '--remount-ro', '/'],
      ...['--', file, ...args],
    ],
  };
}
