import { open, stat } from 'node:fs/promises';

/**
 * Replaces the samples of a raw file by others of the same number: each by its distance to 255. Whoever decodes from this
 * file instead of from the bitstream gives other frames than before.
 */
export async function replaceByDecoy(path: string): Promise<void> {
  const { size } = await stat(path);
  const chunk = new Uint8Array(Math.min(Math.ceil(size / 4) * 4, 1 << 20));
  // Four samples at a time: the distance of 8 bits to 255 is their complement.
  const fours = new Int32Array(chunk.buffer);
  await using file = await open(path, 'r+');
  for (let offset = 0; offset < size; ) {
    const { bytesRead } = await file.read(chunk, 0, chunk.length, offset);
    for (let index = 0; index < fours.length; index++) fours[index] = ~(fours[index] as number);
    await file.write(chunk, 0, bytesRead, offset);
    offset += bytesRead;
  }
}
