import type { Place } from './place.ts';
import type { SystemFolders } from './system-folders.ts';

/** What a command becomes when it runs isolated. */
export interface Command {
  readonly file: string;
  readonly args: readonly string[];
}

/**
 * The command inside namespaces of its own for users, files, processes, network and the rest, by bubblewrap: system
 * libraries and the place's working folder read-only, home and temporary folder in memory, everything else absent.
 */
export function inBubblewrap(
  bwrap: string,
  command: Command,
  place: Place,
  system: SystemFolders,
  variables: Readonly<Record<string, string>>,
  diskBytes: number,
): Command {
  const size = String(Math.max(1, Math.floor(diskBytes / 2)));
  return {
    file: bwrap,
    args: [
      ...['--unshare-all', '--cap-drop', 'ALL', '--die-with-parent', '--new-session', '--clearenv'],
      ...Object.entries(variables).flatMap(([name, value]) => ['--setenv', name, value]),
      ...system.links.flatMap(({ target, path }) => ['--symlink', target, path]),
      ...system.folders.flatMap((path) => ['--ro-bind', path, path]),
      ...['--proc', '/proc', '--dev', '/dev'],
      ...['--size', size, '--tmpfs', '/tmp', '--size', size, '--tmpfs', '/home'],
      ...['--ro-bind', place.work, '/decode', '--chdir', '/decode'],
      ...['--', command.file, ...command.args],
    ],
  };
}
