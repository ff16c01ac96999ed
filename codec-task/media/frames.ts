import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** Size of a picture in luma samples; both even. */
export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

const HASHED_AT_ONCE = 2 ** 18;

/** Bytes of one 8-bit 4:2:0 frame. */
export function frameBytes({ width, height }: PictureSize): number {
  return (width * height * 3) / 2;
}

/** Lower-case hexadecimal SHA-256 of a file's bytes. */
export async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  await using file = await open(path);
  // Into the same memory again and again: a stream's pieces are new each time, and collecting them took two thirds of the time.
  const piece = Buffer.allocUnsafeSlow(HASHED_AT_ONCE);
  for (;;) {
    const { bytesRead } = await file.read(piece, 0, piece.length, null);
    if (bytesRead === 0) return hash.digest('hex');
    hash.update(piece.subarray(0, bytesRead));
  }
}

/**
 * Rounds a raw 10-bit planar file (little endian, two bytes a sample) to 8 bits: (v + 2) >> 2, at most 255. Done here and
 * not by ffmpeg, whose scaler dithers by default and rounds differently between versions.
 */
export async function roundToEightBits(from: string, to: string): Promise<void> {
  let carried: number | undefined;
  const round = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      // A chunk may end inside a sample.
      const bytes = carried === undefined ? chunk : Buffer.concat([Buffer.from([carried]), chunk]);
      const samples = bytes.length >> 1;
      carried = bytes.length % 2 === 1 ? bytes[bytes.length - 1] : undefined;
      const rounded = Buffer.allocUnsafe(samples);
      for (let index = 0; index < samples; index++) {
        rounded[index] = Math.min(255, (bytes.readUInt16LE(index * 2) + 2) >> 2);
      }
      done(null, rounded);
    },
  });
  await pipeline(createReadStream(from, { highWaterMark: 1 << 20 }), round, createWriteStream(to));
}

/**
 * The frames of two raw files side by side, in order; both hold at least `frames`. Each pair lies in the same two buffers
 * as the pair before it.
 */
export async function* framePairs(
  first: string,
  second: string,
  size: PictureSize,
  frames: number,
): AsyncGenerator<readonly [Uint8Array, Uint8Array]> {
  const bytes = frameBytes(size);
  const [a, b] = [Buffer.allocUnsafe(bytes), Buffer.allocUnsafe(bytes)];
  await using firstFile = await open(first);
  await using secondFile = await open(second);
  for (let index = 0; index < frames; index++) {
    await Promise.all([
      firstFile.read(a, 0, bytes, index * bytes),
      secondFile.read(b, 0, bytes, index * bytes),
    ]);
    yield [a, b];
  }
}
