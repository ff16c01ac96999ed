import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runFfmpeg } from '../../media/ffmpeg.ts';
import { roundToEightBits } from '../../media/frames.ts';
import type { Decoded, DecodeRequest } from '../codec.ts';
import { decodeArguments } from './arguments.ts';
import { type BitstreamHeader, HEADER_BYTES, InvalidBitstreamError, readHeader } from './header.ts';

const LIMIT_SECONDS = 600;

/**
 * Decodes a bitstream from its bytes alone: size, format and upscaler come from its header. Ten bits are rounded to
 * eight without dither, after scaling.
 * @throws InvalidBitstreamError and the errors of the media programs
 */
export async function decodeConventional(request: DecodeRequest): Promise<Decoded> {
  const { tools, bitstream, folder, signal } = request;
  const bytes = await readFile(bitstream);
  const header = readHeader(bytes);
  const names = { input: 'stream', output: header.bitDepth === 10 ? 'decoded-10bit.yuv' : 'decoded.yuv' };
  await writeFile(join(folder, names.input), bytes.subarray(HEADER_BYTES));
  const run = { folder, timeoutSeconds: LIMIT_SECONDS, signal };
  const { stderr, ...call } = await runFfmpeg(tools, decodeArguments(header, names), run);
  requireSize(header, stderr);
  const path = join(folder, 'decoded.yuv');
  if (header.bitDepth === 10) {
    await roundToEightBits(join(folder, names.output), path);
    await rm(join(folder, names.output));
  }
  await rm(join(folder, names.input));
  const { width, height } = header;
  return { path, width, height, call };
}

/** A stream of another size than its header says fills a raw file all the same. */
function requireSize({ width, height }: BitstreamHeader, stderr: string): void {
  const written = /Output #0[\s\S]*?Video: rawvideo.*?, (\d+x\d+)/.exec(stderr)?.[1];
  if (written !== `${width}x${height}`)
    throw new InvalidBitstreamError(
      `its frames are ${written ?? 'of no size'}, its header says ${width}x${height}`,
    );
}
