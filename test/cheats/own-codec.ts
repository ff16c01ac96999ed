import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import {
  BITSTREAM_NAME,
  type Codec,
  type Encoded,
  type EncodeRequest,
} from '../../codec-task/codecs/codec.ts';
import type { QualityControl } from '../../lambdas/shared/space.ts';
import { program } from './program.ts';

/** Quantiser steps, all above the quality floor and none beyond the ladder, so that no rate point is added to it. */
export const STEPS: QualityControl = { name: 'crf', min: 4, max: 11, ladder: [4, 6, 8, 11] };

const HEADER_BYTES = 7;

/**
 * The suite's own codec, small enough to take milliseconds: each sample is coded as the quantised difference to the
 * decoded one before it in time, and all of them are deflated. Header: width, height and frames of two bytes each, step.
 */
export const honestCodec: Codec = {
  encode: async (request) => leave(request, await honestStream(request)),
  decoder: program('putOut(unpack(bitstream()));'),
};

/** What the honest codec writes. */
export async function honestStream({ source, qualityControl }: EncodeRequest): Promise<Buffer> {
  return streamOf(await readFile(source.path), source, qualityControl);
}

/** A stream of given raw frames. */
export function streamOf(
  frames: Uint8Array,
  source: Pick<EncodeRequest['source'], 'width' | 'height' | 'frames'>,
  step: number,
): Buffer {
  const size = frames.length / source.frames;
  const decoded = new Uint8Array(frames.length);
  const levels = new Int8Array(frames.length);
  for (let index = 0; index < frames.length; index++) {
    const before = index < size ? 128 : (decoded[index - size] ?? 0);
    const level = Math.round(((frames[index] ?? 0) - before) / step);
    levels[index] = level;
    decoded[index] = Math.max(0, Math.min(255, before + level * step));
  }
  return Buffer.concat([header(source, step), deflateRawSync(levels)]);
}

/** The frames that a stream of the honest codec decodes to. */
export function reconstructionOf(stream: Buffer): Uint8Array {
  const [step = 1, frames] = [stream[6], stream.readUInt16LE(4)];
  const levels = inflateRawSync(stream.subarray(HEADER_BYTES));
  const size = levels.length / frames;
  const decoded = new Uint8Array(levels.length);
  for (let index = 0; index < levels.length; index++) {
    const before = index < size ? 128 : (decoded[index - size] ?? 0);
    decoded[index] = Math.max(0, Math.min(255, before + levels.readInt8(index) * step));
  }
  return decoded;
}

function header(source: Pick<EncodeRequest['source'], 'width' | 'height' | 'frames'>, step: number): Buffer {
  const bytes = Buffer.alloc(HEADER_BYTES);
  bytes.writeUInt16LE(source.width, 0);
  bytes.writeUInt16LE(source.height, 2);
  bytes.writeUInt16LE(source.frames, 4);
  bytes[6] = step;
  return bytes;
}

/** Writes a bitstream into the encode's folder and declares it. */
export async function leave(
  request: EncodeRequest,
  bytes: Uint8Array,
  name: string = BITSTREAM_NAME,
  sideFiles: readonly string[] = [],
): Promise<Encoded> {
  const path = join(request.folder, name);
  await writeFile(path, bytes);
  return {
    path,
    sideFiles,
    headerBytes: HEADER_BYTES,
    containerBytes: bytes.length,
    call: { argv: ['own-codec', String(request.qualityControl)], cpu_seconds: 0, wall_seconds: 0 },
  };
}
