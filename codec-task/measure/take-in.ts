import { constants, type FileHandle, open, rename, stat, utimes, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { CheckName } from '../../lambdas/shared/checks.ts';
import type { Encoded } from '../codecs/codec.ts';
import { CheckFailedError } from './check-failed.ts';

/** Copies of what an encode declared, which the encoder has no hand on any more. */
export type Taken = Pick<Encoded, 'path' | 'sideFiles'>;

/**
 * Takes the declared files as bytes into a folder of the harness: what is counted, kept and decoded is one and the same,
 * whatever becomes of the encoder's own files later.
 * @throws CheckFailedError plain-bytes
 */
export async function takeIn(
  { path, sideFiles }: Taken,
  into: string,
  checks: ReadonlySet<CheckName>,
): Promise<Taken> {
  const take = async (from: string, name: string) => {
    const to = join(into, name);
    if (checks.has('plain-bytes')) await copyBytes(from, to, checks);
    else await rename(from, to);
    return to;
  };
  return {
    path: await take(path, checks.has('neutral-name') ? 'bitstream' : basename(path)),
    sideFiles: await Promise.all(sideFiles.map((from, index) => take(from, `side-${index}`))),
  };
}

async function copyBytes(from: string, to: string, checks: ReadonlySet<CheckName>): Promise<void> {
  await writeFile(to, await readPlainFile(from));
  if (checks.has('neutral-time')) return;
  const { atime, mtime } = await stat(from);
  await utimes(to, atime, mtime);
}

/**
 * The bytes of a file that is neither a link nor anything else than a file. What is looked at is what is read, even if
 * the path leads elsewhere a moment later.
 * @throws CheckFailedError plain-bytes
 */
export async function readPlainFile(path: string): Promise<Uint8Array> {
  await using file = await openPlain(path);
  const status = await file.stat();
  if (!status.isFile()) throw notPlain(path, 'no file');
  if (status.nlink > 1) throw notPlain(path, 'one of several links to a file');
  return file.readFile();
}

/** Opening a pipe would wait for a writer; a link is not followed. */
async function openPlain(path: string): Promise<FileHandle> {
  const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants;
  return open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ELOOP') throw notPlain(path, 'a link');
    if (['ENOENT', 'ENOTDIR', 'ENXIO'].includes(error.code ?? '')) throw notPlain(path, 'not there');
    throw error;
  });
}

function notPlain(path: string, what: string): CheckFailedError {
  return new CheckFailedError('plain-bytes', `${basename(path).slice(0, 80)} is ${what}`);
}
