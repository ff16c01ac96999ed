import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runFfmpeg } from '../../media/ffmpeg.ts';
import { roundToEightBits } from '../../media/frames.ts';
import type { Decoded, DecodeRequest } from '../codec.ts';
import { HEADER_BYTES, readHeader } from './header.ts';

const LIMIT_SECONDS = 600;

/**
 * Decodes a bitstream from its bytes alone: size, format and upscaler come from its header. Scaling happens at the coded
 * bit depth; ten bits are then rounded to eight without dither.
 * @throws InvalidBitstreamError and the errors of the media programs
 */
export async function decodeConventional({
  tools,
  bitstream,
  folder,
  signal,
}: DecodeRequest): Promise<Decoded> {
  const bytes = await readFile(bitstream);
  const header = readHeader(bytes);
  await writeFile(join(folder, 'stream'), bytes.subarray(HEADER_BYTES));
  const scaled = header.codedWidth !== header.width || header.codedHeight !== header.height;
  const filters = [
    ...(scaled
      ? [`scale=${header.width}:${header.height}:flags=${header.upscaler}+accurate_rnd+full_chroma_int`]
      : []),
    `format=${header.bitDepth === 10 ? 'yuv420p10le' : 'yuv420p'}`,
  ];
  const output = header.bitDepth === 10 ? 'decoded-10bit.yuv' : 'decoded.yuv';
  const args = [
    '-threads',
    '1',
    '-f',
    header.format,
    '-i',
    'stream',
    '-map',
    '0:v:0',
    '-vf',
    filters.join(','),
  ];
  const out = ['-fps_mode', 'passthrough', '-f', 'rawvideo', '-y', output];
  const { stderr: _stderr, ...call } = await runFfmpeg(tools, [...args, ...out], {
    folder,
    timeoutSeconds: LIMIT_SECONDS,
    signal,
  });
  const path = join(folder, 'decoded.yuv');
  if (header.bitDepth === 10) {
    await roundToEightBits(join(folder, output), path);
    await rm(join(folder, output));
  }
  await rm(join(folder, 'stream'));
  return { path, call };
}
