import { copyFile, link, readFile, stat, utimes, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Place } from '../../isolation/place.ts';
import { readPlainFile } from '../take-in.ts';
import type { DecodeRequest } from './decode-request.ts';

/** Time of every file that a decoder is given, in seconds since 1970. */
const NEUTRAL_TIME = 0;
const NEUTRAL_MODE = 0o444;
/** Name of the bitstream that a program decoder finds; side files are `side-0` and on. */
export const BITSTREAM = 'bitstream';

/**
 * Puts into the working folder what a decoder is given and nothing else: bytes under fixed names with a fixed time.
 * @returns the bitstream's bytes
 * @throws CheckFailedError plain-bytes
 */
export async function layOut(request: DecodeRequest, { work }: Place): Promise<Uint8Array> {
  const { decoder, bitstream, sideFiles, strayFiles = [], checks } = request;
  if (decoder.kind === 'ffmpeg')
    return checks.has('plain-bytes') ? readPlainFile(bitstream) : readFile(bitstream);
  const named = checks.has('neutral-name') ? BITSTREAM : basename(bitstream);
  await give(request, bitstream, join(work, named));
  for (const [index, path] of sideFiles.entries()) await give(request, path, join(work, `side-${index}`));
  if (!checks.has('declared-files'))
    for (const path of strayFiles) await copyFile(path, join(work, basename(path)));
  for (const { name, bytes } of decoder.code) {
    await writeFile(join(work, name), bytes, { mode: NEUTRAL_MODE });
    await utimes(join(work, name), NEUTRAL_TIME, NEUTRAL_TIME);
  }
  return new Uint8Array();
}

/** Bytes that are read and written again bring no attributes with them, which a copy by the system may do. */
async function give({ checks }: DecodeRequest, from: string, to: string): Promise<void> {
  const bytes = checks.has('plain-bytes') ? await readPlainFile(from) : undefined;
  const time = checks.has('neutral-time') ? NEUTRAL_TIME : (await stat(from)).mtime;
  if (bytes === undefined) await link(from, to);
  else await writeFile(to, bytes, { mode: NEUTRAL_MODE });
  await utimes(to, time, time);
}
