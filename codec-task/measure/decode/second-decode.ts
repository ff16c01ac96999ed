import { open, stat } from 'node:fs/promises';
import { CheckFailedError } from '../check-failed.ts';
import { decodeFrames } from './decode-frames.ts';
import type { DecodeRequest } from './decode-request.ts';

/**
 * Replaces a raw source's samples by others of the same number: every sample v by 255 - v. Whoever decodes from this file
 * instead of from the bitstream gives other frames than before.
 */
export async function placeDecoy(path: string): Promise<void> {
  const { size } = await stat(path);
  const chunk = Buffer.allocUnsafe(Math.min(size, 1 << 20));
  await using file = await open(path, 'r+');
  for (let offset = 0; offset < size; ) {
    const { bytesRead } = await file.read(chunk, 0, chunk.length, offset);
    for (let index = 0; index < bytesRead; index++) chunk[index] = 255 - (chunk[index] as number);
    await file.write(chunk, 0, bytesRead, offset);
    offset += bytesRead;
  }
}

/**
 * Decodes a stored bitstream again while a decoy lies at the source's place.
 * @param first hash of the frames that were scored.
 * @returns the hash of these frames
 * @throws CheckFailedError repeatable-decode when two decodes beside the decoy differ too, else decoy-decode
 */
export async function secondDecode(request: DecodeRequest, first: string): Promise<string> {
  const { checks } = request;
  const again = await decodeFrames(request);
  if (again.sha256 === first) return again.sha256;
  const third = await decodeFrames(request);
  const named = `frames ${first.slice(0, 12)} were scored, ${again.sha256.slice(0, 12)} came from the second decode`;
  if (third.sha256 !== again.sha256) {
    if (checks.has('repeatable-decode')) throw new CheckFailedError('repeatable-decode', named);
  } else if (checks.has('decoy-decode'))
    throw new CheckFailedError('decoy-decode', `${named} with other frames at the place of the source`);
  return again.sha256;
}
