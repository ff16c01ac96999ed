import { access, lstat, readlink, realpath } from 'node:fs/promises';
import { dirname } from 'node:path';

/** What a program needs of the system: folders and files to show, and links to make. */
export interface SystemFolders {
  readonly folders: readonly string[];
  readonly links: readonly { readonly path: string; readonly target: string }[];
  /** Files of /proc to hide: keyrings have no namespace, and their keys are listed by name. */
  readonly hidden: readonly string[];
}

const HIDDEN = ['/proc/keys', '/proc/key-users'];

/** Where libraries are; on a merged system all but /usr are links into it. */
const ROOTS = ['/usr', '/bin', '/lib', '/lib32', '/lib64', '/sbin'];
/** How the loader finds them. Debian's BLAS and LAPACK, which ffmpeg links to, are alternatives. */
const LOADER = ['/etc/alternatives', '/etc/ld.so.cache', '/etc/ld.so.conf', '/etc/ld.so.conf.d'];

/** The system folders, and the programs' own where they lie elsewhere. */
export async function systemFolders(programs: readonly string[]): Promise<SystemFolders> {
  const folders: string[] = [];
  const links: { path: string; target: string }[] = [];
  for (const path of ROOTS) {
    const status = await lstat(path).catch(() => undefined);
    if (status?.isSymbolicLink()) links.push({ path, target: await readlink(path) });
    else if (status !== undefined) folders.push(path);
  }
  for (const path of LOADER) if (await exists(path)) folders.push(path);
  for (const program of programs)
    for (const path of [program, await realpath(program)]) {
      // A program beside others (ffmpeg and its libraries) brings its folder, Node is one file.
      const shown = path === process.execPath ? path : dirname(path);
      if (!isBelow(path, folders)) folders.push(shown);
    }
  const listed = await Promise.all(HIDDEN.map(exists));
  return { folders, links, hidden: HIDDEN.filter((_, index) => listed[index]) };
}

function isBelow(path: string, folders: readonly string[]): boolean {
  return folders.some((folder) => path === folder || path.startsWith(`${folder}/`));
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
