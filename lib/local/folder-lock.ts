import { randomUUID } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { NamedError } from '../../lambdas/shared/errors.ts';
import { processIdentity } from './process-identity.ts';

/** Another living process has the data folder. */
export class FolderInUseError extends NamedError {
  constructor(folder: string, pid: number) {
    super(
      'FolderInUse',
      `process ${pid} is working with the data folder ${folder}: wait for it to end, or give another folder with --data DIR`,
    );
  }
}

/** Who has a data folder. */
export interface FolderHolder {
  readonly pid: number;
  /** {@link processIdentity} of the holder, so that a number that is in use again is not taken for it. */
  readonly identity: string;
  /** Address of the holder's embedded tables; absent until they are open. */
  readonly endpoint?: string;
}

/** A data folder that this process alone works with. */
export interface FolderLock {
  /** Tells others where the embedded tables are, so that they can look at them meanwhile. */
  announce(endpoint: string): void;
  release(): void;
}

const fileOf = (folder: string) => join(folder, 'lab.lock');

/**
 * Takes a data folder for this process. A lock that a dead process left behind is taken over.
 * @param folder made when absent.
 * @throws FolderInUseError when a living process has it.
 */
export function lockFolder(folder: string): FolderLock {
  mkdirSync(folder, { recursive: true });
  const file = fileOf(folder);
  const self = { pid: process.pid, identity: processIdentity(process.pid) ?? '' };
  for (let tries = 0; !createLock(file, self); tries += 1) {
    const holder = folderHolder(folder);
    if (holder !== undefined) throw new FolderInUseError(folder, holder.pid);
    if (tries === 3) throw new FolderInUseError(folder, readLock(file)?.pid ?? 0);
    removeStaleLock(file);
  }
  return {
    announce: (endpoint) => {
      const next = `${file}.${randomUUID()}`;
      writeFileSync(next, JSON.stringify({ ...self, endpoint }));
      renameSync(next, file);
    },
    release: () => rmSync(file, { force: true }),
  };
}

/** The living process that has a folder, or undefined. */
export function folderHolder(folder: string): FolderHolder | undefined {
  const holder = readLock(fileOf(folder));
  return holder !== undefined && processIdentity(holder.pid) === holder.identity ? holder : undefined;
}

function createLock(file: string, self: FolderHolder): boolean {
  // Written beside and then linked, so that nobody ever reads a lock without its content.
  const own = `${file}.${randomUUID()}`;
  writeFileSync(own, JSON.stringify(self));
  try {
    linkSync(own, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(own);
  }
}

/** Moves a stale lock away; one that became valid in between is put back. */
function removeStaleLock(file: string): void {
  const aside = `${file}.${randomUUID()}`;
  try {
    renameSync(file, aside);
    const moved = readLock(aside);
    if (moved !== undefined && processIdentity(moved.pid) === moved.identity) linkSync(aside, file);
  } catch (error) {
    // Somebody else was faster at either step; the next try sees what is there.
    if (!['ENOENT', 'EEXIST'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

function readLock(file: string): FolderHolder | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    const { code, name } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || name === 'SyntaxError') return undefined;
    throw error;
  }
}
