import { createReadStream, createWriteStream } from 'node:fs';
import { rename } from 'node:fs/promises';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** Replaces a raw file by one of the same size in which every sample is another: its distance to 255. */
export async function replaceByDecoy(path: string): Promise<void> {
  const invert = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      done(null, Buffer.from(chunk.map((sample) => 255 - sample)));
    },
  });
  const decoy = `${path}.decoy`;
  await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), invert, createWriteStream(decoy));
  await rename(decoy, path);
}
