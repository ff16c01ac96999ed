import type { PictureSize } from '../../../media/frames.ts';
import { type BitstreamHeader, InvalidBitstreamError } from '../../conventional/header.ts';
import { codedPictures, codedSize, isScaled, RATIOS, type Reduction } from './reduction.ts';

/** What a bitstream tells of a clip whose base layer leaves something out. */
export interface ReducedClip extends PictureSize, Reduction {
  readonly frames: number;
  /** How coded pictures are brought back to their size; empty at full size. */
  readonly upscaling: Uint8Array;
  /** How pictures are made that were left out; empty where none were. */
  readonly interpolation: Uint8Array;
}

/** Ratio and step 1, width 2, height 2, pictures 4, lengths of upscaling and interpolation 2 each. */
const HEAD_BYTES = 13;
const LONGEST = 0xffff;
const SMALLEST_SIDE = 16;
const LARGEST_SIDE = 8192;
/** Bits of the first byte that name the ratio; the one above tells that every second picture was left out. */
const RATIO_BITS = 2;
const MOST_FIRST = 2 ** (RATIO_BITS + 1) - 1;

/** Whether such a section begins here: the base layer's first byte is larger. */
export function beginsReducedClip(first: number | undefined): boolean {
  return first !== undefined && first <= MOST_FIRST;
}

/** @throws InvalidBitstreamError when a part is too long to be told */
export function writeReducedClip(clip: ReducedClip): Uint8Array {
  const { ratio, step, width, height, frames, upscaling, interpolation } = clip;
  const longest = Math.max(upscaling.length, interpolation.length);
  if (longest > LONGEST) throw new InvalidBitstreamError(`a part of ${longest} bytes is too long`);
  const head = Buffer.alloc(HEAD_BYTES);
  // What comes from another thread is a copy.
  const named = RATIOS.findIndex(({ coded, whole }) => coded === ratio.coded && whole === ratio.whole);
  head.writeUInt8(named + (step === 2 ? 2 ** RATIO_BITS : 0), 0);
  head.writeUInt16BE(width, 1);
  head.writeUInt16BE(height, 3);
  head.writeUInt32BE(frames, 5);
  head.writeUInt16BE(upscaling.length, 9);
  head.writeUInt16BE(interpolation.length, 11);
  return Buffer.concat([head, upscaling, interpolation]);
}

/** @returns what is told, and how many bytes that took @throws InvalidBitstreamError */
export function readReducedClip(bytes: Uint8Array): { clip: ReducedClip; length: number } {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  if (head.length < HEAD_BYTES)
    throw new InvalidBitstreamError(`${head.length} bytes are too few for a reduced clip`);
  const first = head.readUInt8(0);
  const ratio = RATIOS[first % 2 ** RATIO_BITS];
  if (ratio === undefined) throw new InvalidBitstreamError(`its reduction ${first} is unknown`);
  const upscaled = HEAD_BYTES + head.readUInt16BE(9);
  const length = upscaled + head.readUInt16BE(11);
  if (head.length < length)
    throw new InvalidBitstreamError(`it ends after ${head.length} of the ${length} bytes of a reduced clip`);
  return {
    clip: {
      ratio,
      step: first < 2 ** RATIO_BITS ? 1 : 2,
      width: side(head.readUInt16BE(1)),
      height: side(head.readUInt16BE(3)),
      frames: head.readUInt32BE(5),
      upscaling: bytes.subarray(HEAD_BYTES, upscaled),
      interpolation: bytes.subarray(upscaled, length),
    },
    length,
  };
}

/** Whether a base layer codes just what such a clip's does. @throws InvalidBitstreamError */
export function requireBase(clip: ReducedClip, base: BitstreamHeader): void {
  const { width, height } = codedSize(clip, clip.ratio);
  if (base.width !== width || base.height !== height)
    throw new InvalidBitstreamError(
      `its base layer of ${base.width}x${base.height} is not the ${width}x${height} of a reduced clip`,
    );
  const pictures = codedPictures(clip.frames, clip.step);
  if (base.frames !== pictures || clip.frames === 0)
    throw new InvalidBitstreamError(`its base layer has ${base.frames} pictures, not ${pictures}`);
  if (!isScaled(clip.ratio) && clip.upscaling.length > 0)
    throw new InvalidBitstreamError('it tells how to upscale pictures of full size');
  if (clip.step === 1 && clip.interpolation.length > 0)
    throw new InvalidBitstreamError('it tells how to make pictures that were not left out');
}

function side(value: number): number {
  if (value < SMALLEST_SIDE || value > LARGEST_SIDE || value % 2 !== 0)
    throw new InvalidBitstreamError(`a side of ${value} is not even and ${SMALLEST_SIDE} to ${LARGEST_SIDE}`);
  return value;
}
