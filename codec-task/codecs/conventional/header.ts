import { NamedError } from '../../../lambdas/shared/errors.ts';

/** Bytes that are no bitstream of this laboratory. */
export class InvalidBitstreamError extends NamedError {
  constructor(detail: string) {
    super('InvalidBitstream', `this is no Codec Lab bitstream: ${detail}`);
  }
}

export const STREAM_FORMATS = ['h264', 'hevc', 'vp9', 'av1'] as const;
export const UPSCALERS = ['bicubic', 'lanczos', 'spline'] as const;

/** All that a decoder is told beside the elementary stream. */
export interface BitstreamHeader {
  /** Of the elementary stream: Annex B for h264 and hevc, packets behind their lengths for vp9 and av1. */
  readonly format: (typeof STREAM_FORMATS)[number];
  /** Of the coded samples. */
  readonly bitDepth: 8 | 10;
  readonly upscaler: (typeof UPSCALERS)[number];
  /** Size to give back; the coded size may be smaller. */
  readonly width: number;
  readonly height: number;
  readonly codedWidth: number;
  readonly codedHeight: number;
  readonly frames: number;
  /** Frames per second as `num/den`. */
  readonly fps: string;
}

const MAGIC = 'CLB';
const VERSION = 2;

/** Length in bytes; counted in every rate point. */
export const HEADER_BYTES = 27;

const SMALLEST_SIDE = 16;
const LARGEST_SIDE = 8192;

/**
 * Layout, big endian: magic 3, version 1, stream format 1, bit depth 1, upscaler 1, width 2, height 2, coded width 2,
 * coded height 2, frames 4, frame rate's numerator 4 and denominator 4.
 */
export function writeHeader(header: BitstreamHeader): Uint8Array {
  const [numerator = 0, denominator = 0] = header.fps.split('/').map(Number);
  const bytes = Buffer.alloc(HEADER_BYTES);
  bytes.write(MAGIC, 'latin1');
  bytes.writeUInt8(VERSION, 3);
  bytes.writeUInt8(STREAM_FORMATS.indexOf(header.format), 4);
  bytes.writeUInt8(header.bitDepth, 5);
  bytes.writeUInt8(UPSCALERS.indexOf(header.upscaler), 6);
  bytes.writeUInt16BE(header.width, 7);
  bytes.writeUInt16BE(header.height, 9);
  bytes.writeUInt16BE(header.codedWidth, 11);
  bytes.writeUInt16BE(header.codedHeight, 13);
  bytes.writeUInt32BE(header.frames, 15);
  bytes.writeUInt32BE(numerator, 19);
  bytes.writeUInt32BE(denominator, 23);
  return bytes;
}

/** @throws InvalidBitstreamError on anything that {@link writeHeader} does not write. */
export function readHeader(bitstream: Uint8Array): BitstreamHeader {
  if (bitstream.length < HEADER_BYTES)
    throw new InvalidBitstreamError(`it has ${bitstream.length} bytes, fewer than a header`);
  const bytes = Buffer.from(bitstream.buffer, bitstream.byteOffset, HEADER_BYTES);
  if (bytes.toString('latin1', 0, 3) !== MAGIC)
    throw new InvalidBitstreamError(`its first three bytes are not ${MAGIC}`);
  const version = bytes.readUInt8(3);
  if (version !== VERSION)
    throw new InvalidBitstreamError(`it has version ${version}; this program reads version ${VERSION}`);
  const bitDepth = bytes.readUInt8(5);
  if (bitDepth !== 8 && bitDepth !== 10)
    throw new InvalidBitstreamError(`bit depth ${bitDepth} is neither 8 nor 10`);
  const [width, height] = [side(bytes.readUInt16BE(7)), side(bytes.readUInt16BE(9))];
  const [codedWidth, codedHeight] = [side(bytes.readUInt16BE(11)), side(bytes.readUInt16BE(13))];
  if (codedWidth > width || codedHeight > height)
    throw new InvalidBitstreamError(
      `its coded size ${codedWidth}x${codedHeight} exceeds its size ${width}x${height}`,
    );
  return {
    format: listed(STREAM_FORMATS, bytes.readUInt8(4), 'stream format'),
    bitDepth,
    upscaler: listed(UPSCALERS, bytes.readUInt8(6), 'upscaler'),
    ...{ width, height, codedWidth, codedHeight },
    frames: positive(bytes.readUInt32BE(15), 'number of frames'),
    fps: [19, 23].map((offset) => positive(bytes.readUInt32BE(offset), 'part of the frame rate')).join('/'),
  };
}

function listed<Name extends string>(names: readonly Name[], index: number, what: string): Name {
  const name = names[index];
  if (name === undefined) throw new InvalidBitstreamError(`${what} ${index} is unknown`);
  return name;
}

function positive(value: number, what: string): number {
  if (value === 0) throw new InvalidBitstreamError(`a ${what} is 0`);
  return value;
}

function side(value: number): number {
  if (value < SMALLEST_SIDE || value > LARGEST_SIDE || value % 2 !== 0)
    throw new InvalidBitstreamError(`a side of ${value} is not even and ${SMALLEST_SIDE} to ${LARGEST_SIDE}`);
  return value;
}
