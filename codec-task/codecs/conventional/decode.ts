import type { Decoder, FfmpegDecode } from '../decoder.ts';
import { decodeArguments } from './arguments.ts';
import { type BitstreamHeader, HEADER_BYTES, readHeader } from './header.ts';
import { ivfFile } from './ivf.ts';
import { readPackets } from './packets.ts';

const INPUT = 'stream';

/** The decoder of every conventional bitstream: size, format and upscaler come from its header. */
export const conventionalDecoder: Decoder = { kind: 'ffmpeg', unwrap: unwrapConventional };

/** @throws InvalidBitstreamError */
export function unwrapConventional(bitstream: Uint8Array): FfmpegDecode {
  const header = readHeader(bitstream);
  const bytes = elementaryStream(header, bitstream.subarray(HEADER_BYTES));
  return { files: [{ name: INPUT, bytes }], args: decodeArguments(header, INPUT) };
}

function elementaryStream(header: BitstreamHeader, payload: Uint8Array): Uint8Array {
  const { format, codedWidth: width, codedHeight: height } = header;
  if (format === 'h264' || format === 'hevc') return payload;
  return ivfFile(readPackets(payload), { fourcc: format === 'av1' ? 'AV01' : 'VP90', width, height });
}
