import { NamedError } from '../../../lambdas/shared/errors.ts';

/** Bytes that are no bitstream of this laboratory. */
export class InvalidBitstreamError extends NamedError {
  constructor(detail: string) {
    super('InvalidBitstream', `this is no Codec Lab bitstream: ${detail}`);
  }
}

export const STREAM_FORMATS = ['h264', 'hevc', 'ivf'] as const;
export const UPSCALERS = ['bicubic', 'lanczos', 'spline'] as const;

/** All that a decoder is told beside the elementary stream. */
export interface BitstreamHeader {
  /** ffmpeg demuxer of the elementary stream. */
  readonly format: (typeof STREAM_FORMATS)[number];
  readonly bitDepth: 8 | 10;
  readonly upscaler: (typeof UPSCALERS)[number];
  /** Size to give back; the coded size may be smaller. */
  readonly width: number;
  readonly height: number;
  readonly codedWidth: number;
  readonly codedHeight: number;
}

const MAGIC = 0x434c4231; // "CLB1"

/** Length in bytes; counted in every rate point. */
export const HEADER_BYTES = 15;

/** Layout: magic 4, format 1, bit depth 1, upscaler 1, width 2, height 2, coded width 2, coded height 2; big endian. */
export function writeHeader(header: BitstreamHeader): Uint8Array {
  const bytes = Buffer.alloc(HEADER_BYTES);
  bytes.writeUInt32BE(MAGIC, 0);
  bytes.writeUInt8(STREAM_FORMATS.indexOf(header.format), 4);
  bytes.writeUInt8(header.bitDepth, 5);
  bytes.writeUInt8(UPSCALERS.indexOf(header.upscaler), 6);
  bytes.writeUInt16BE(header.width, 7);
  bytes.writeUInt16BE(header.height, 9);
  bytes.writeUInt16BE(header.codedWidth, 11);
  bytes.writeUInt16BE(header.codedHeight, 13);
  return bytes;
}

/** @throws InvalidBitstreamError on anything that {@link writeHeader} does not write. */
export function readHeader(bitstream: Uint8Array): BitstreamHeader {
  if (bitstream.length < HEADER_BYTES)
    throw new InvalidBitstreamError(`it has ${bitstream.length} bytes, fewer than a header`);
  const bytes = Buffer.from(bitstream.buffer, bitstream.byteOffset, HEADER_BYTES);
  if (bytes.readUInt32BE(0) !== MAGIC) throw new InvalidBitstreamError('its first four bytes are not CLB1');
  const format = STREAM_FORMATS[bytes.readUInt8(4)];
  const bitDepth = bytes.readUInt8(5);
  const upscaler = UPSCALERS[bytes.readUInt8(6)];
  if (format === undefined) throw new InvalidBitstreamError(`stream format ${bytes.readUInt8(4)} is unknown`);
  if (bitDepth !== 8 && bitDepth !== 10)
    throw new InvalidBitstreamError(`bit depth ${bitDepth} is neither 8 nor 10`);
  if (upscaler === undefined) throw new InvalidBitstreamError(`upscaler ${bytes.readUInt8(6)} is unknown`);
  const [width, height, codedWidth, codedHeight] = [7, 9, 11, 13].map((offset) =>
    side(bytes.readUInt16BE(offset)),
  );
  return { format, bitDepth, upscaler, width, height, codedWidth, codedHeight } as BitstreamHeader;
}

function side(value: number): number {
  if (value < 16 || value > 8192 || value % 2 !== 0)
    throw new InvalidBitstreamError(`a side of ${value} is not even and 16 to 8192`);
  return value;
}
