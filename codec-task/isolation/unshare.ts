import { type Command, INSIDE } from './command.ts';
import { underFirstProcess } from './first-process.ts';
import type { Place } from './place.ts';
import type { SystemFolders } from './system-folders.ts';

/**
 * Builds a root of its own in memory, goes there, gives up every capability and becomes the command. Nobody comes back
 * from a changed root without a capability, and the kernel gives none to a process in one by a new user namespace.
 * Arguments: the folder for the new root, its size in bytes, the working folder, then links as `target path` pairs, `--`,
 * folders, `--`, and the command.
 */
const SCRIPT = `set -e
root=$1; size=$2; work=$3; shift 3
chroot=$(PATH=$PATH:/usr/sbin:/sbin; command -v chroot)
mount -t tmpfs -o "size=$size,mode=755" tmpfs "$root"
cd "$root"
mkdir -p proc dev .${INSIDE.temporary} .${INSIDE.home} .${INSIDE.work}
while [ "$1" != -- ]; do ln -s "$1" ".$2"; shift 2; done; shift
while [ "$1" != -- ]; do
  if [ -d "$1" ]; then mkdir -p ".$1"; else mkdir -p ".\${1%/*}"; : > ".$1"; fi
  mount --rbind "$1" ".$1"
  mount -o remount,bind,ro ".$1"
  shift
done; shift
mount --bind "$work" .${INSIDE.work}
mount -o remount,bind,ro .${INSIDE.work}
mount -t proc proc proc
for hidden in proc/keys proc/key-users; do [ ! -e "$hidden" ] || mount --bind /dev/null "$hidden"; done
for device in null zero random urandom; do : > "dev/$device"; mount --bind "/dev/$device" "dev/$device"; done
exec "$chroot" . /usr/bin/setpriv --inh-caps=-all --bounding-set=-all --no-new-privs /bin/sh -c 'cd ${INSIDE.work} && exec "$0" "$@"' "$@"
`;

/** The command inside namespaces made by util-linux: the same walls as bubblewrap's, with more steps. */
export function inUnshare(
  unshare: string,
  command: Command,
  place: Place,
  system: SystemFolders,
  diskBytes: number,
): Command {
  const namespaces = '--user --map-root-user --mount --pid --fork --kill-child --net --ipc --uts';
  const { file, args } = underFirstProcess(command);
  return {
    file: unshare,
    args: [
      ...namespaces.split(' '),
      ...['/bin/sh', '-c', SCRIPT, 'sh', place.temporary, String(Math.max(2 ** 20, diskBytes)), place.work],
      ...system.links.flatMap(({ target, path }) => [target, path]),
      ...['--', ...system.folders, '--', file, ...args],
    ],
  };
}
