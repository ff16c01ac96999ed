import { copyFile, lstat, readFile, rename, stat, utimes, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Place } from '../../isolation/place.ts';
import { CheckFailedError } from '../check-failed.ts';
import type { DecodeRequest } from './decode-request.ts';

/** Time of every file that a decoder is given, in seconds since 1970. */
const NEUTRAL_TIME = 0;
/** Name of the bitstream that a program decoder finds; side files are `side-0` and on. */
export const BITSTREAM = 'bitstream';

/**
 * Puts into the working folder what a decoder is given and nothing else: bytes under fixed names with a fixed time.
 * @returns the bitstream's bytes
 * @throws CheckFailedError plain-bytes
 */
export async function layOut(request: DecodeRequest, { work }: Place): Promise<Uint8Array> {
  const { decoder, bitstream, sideFiles, strayFiles = [], checks } = request;
  if (decoder.kind === 'ffmpeg') {
    await requirePlain(request, bitstream);
    return readFile(bitstream);
  }
  const named = checks.has('neutral-name') ? BITSTREAM : basename(bitstream);
  await give(request, bitstream, join(work, named));
  for (const [index, path] of sideFiles.entries()) await give(request, path, join(work, `side-${index}`));
  if (!checks.has('declared-files'))
    for (const path of strayFiles) await copyFile(path, join(work, basename(path)));
  for (const { name, bytes } of decoder.code) await writeFile(join(work, name), bytes);
  return new Uint8Array();
}

async function give(request: DecodeRequest, from: string, to: string): Promise<void> {
  const { checks } = request;
  await requirePlain(request, from);
  const { mtime } = await stat(from);
  if (checks.has('plain-bytes')) await copyFile(from, to);
  else await rename(from, to);
  if (checks.has('neutral-time')) await utimes(to, NEUTRAL_TIME, NEUTRAL_TIME);
  else await utimes(to, mtime, mtime);
}

/** A link's size is not that of what is behind it, and what is behind it need not be in the bitstream. */
async function requirePlain({ checks }: DecodeRequest, path: string): Promise<void> {
  if (!checks.has('plain-bytes')) return;
  const status = await lstat(path);
  if (!status.isFile() || status.nlink > 1)
    throw new CheckFailedError('plain-bytes', `${basename(path)} is a link or no file`);
}
