import { access, constants } from 'node:fs/promises';
import type { Wrappers } from './wrappers.ts';

/** Where systems keep these programs; PATH is not asked, since what is found here is trusted. */
const FOLDERS = ['/usr/bin', '/bin', '/usr/local/bin'];

let found: Promise<Wrappers> | undefined;

/** The programs that isolation is made of, looked for once. */
export function findWrappers(): Promise<Wrappers> {
  found ??= (async () => ({
    bwrap: await first('bwrap'),
    unshare: await first('unshare'),
    setpriv: await first('setpriv'),
    prlimit: await first('prlimit'),
  }))();
  return found;
}

async function first(name: string): Promise<string | undefined> {
  for (const folder of FOLDERS) {
    const path = `${folder}/${name}`;
    const usable = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (usable) return path;
  }
  return undefined;
}
