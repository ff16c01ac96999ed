import { mkdir, mkdtemp, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { NamedError } from '../../lambdas/shared/errors.ts';
import type { RatePoint } from '../../lambdas/shared/result.ts';
import type { Codec, Decoded, Encoded, SourceFrames } from '../codecs/codec.ts';
import { InvalidBitstreamError } from '../codecs/conventional/header.ts';
import { frameBytes, hashFile, type PictureSize } from '../media/frames.ts';
import { ToolFailedError } from '../media/tool-errors.ts';
import type { Tools } from '../media/tools.ts';
import { measurePsnr } from './metrics/psnr.ts';
import { measureSsim, ssimDecibel } from './metrics/ssim.ts';

/** The encoder's program failed. */
export class EncodeFailedError extends NamedError {
  constructor(cause: ToolFailedError) {
    super('EncodeFailed', `the encode failed: ${cause.message}`, { cause });
  }
}

/** The bitstream could not be decoded. */
export class DecodeFailedError extends NamedError {
  constructor(cause: Error) {
    super('DecodeFailed', `the separate decode failed: ${cause.message}`, { cause });
  }
}

/** The decode does not have the source's frames. */
export class FrameMismatchError extends NamedError {
  constructor(decoded: string, expected: string) {
    super('FrameMismatch', `the decode holds ${decoded}, the source ${expected}: no score is taken`);
  }
}

export interface PointRequest {
  readonly tools: Tools;
  readonly codec: Codec;
  readonly source: SourceFrames;
  readonly gop: number;
  readonly qualityControl: number;
  readonly role: RatePoint['role'];
  /** Folder for this point's own folder. */
  readonly folder: string;
  readonly signal: AbortSignal;
  /** Keeps the bitstream. @returns its key */
  readonly keep: (path: string) => Promise<string>;
  readonly onStage: (stage: 'encode' | 'decode' | 'measure', fraction: number) => void;
}

/**
 * Encodes, decodes in a process of its own that is given the bitstream alone, compares with the source by frame index.
 * @throws EncodeFailedError, DecodeFailedError, FrameMismatchError
 */
export async function measurePoint(request: PointRequest): Promise<RatePoint> {
  const { source } = request;
  const folder = await mkdtemp(join(request.folder, 'point-'));
  try {
    const encoded = await encode(request, await subfolder(folder, 'encode'));
    const bitstreamHash = await hashFile(encoded.path);
    const bitstreamKey = await request.keep(encoded.path);
    request.onStage('decode', 0);
    const decoded = await decode(request, encoded, folder);
    request.onStage('measure', 0);
    await requireFrames(decoded, source);
    const [psnr, ssim, decodedHash] = await Promise.all([
      measurePsnr(decoded.path, source.path, source, source.frames),
      measureSsim({
        ...request,
        decoded: decoded.path,
        source: source.path,
        size: source,
        frames: source.frames,
        folder: await subfolder(folder, 'ssim'),
      }),
      hashFile(decoded.path),
    ]);
    return {
      quality_control: request.qualityControl,
      role: request.role,
      bytes: encoded.bytes,
      header_bytes: encoded.headerBytes,
      container_bytes: encoded.containerBytes,
      bitrate_mbps: megabitsPerSecond(encoded.bytes, source),
      psnr_y: psnr.y,
      psnr_u: psnr.u,
      psnr_v: psnr.v,
      psnr_yuv: psnr.yuv,
      psnr_yuv_of_mean_mse: psnr.yuvOfMeanError,
      ssim,
      ssim_db: ssimDecibel(ssim),
      frames: source.frames,
      bitstream_sha256: bitstreamHash,
      decoded_sha256: decodedHash,
      bitstream_key: bitstreamKey,
      encode: encoded.call,
      decode: decoded.call,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Bitrate over the clip's own duration, frames / rate. */
export function megabitsPerSecond(bytes: number, source: Pick<SourceFrames, 'fps' | 'frames'>): number {
  const [numerator = 25, denominator = 1] = source.fps.split('/').map(Number);
  return (bytes * 8 * numerator) / (source.frames * denominator) / 1e6;
}

async function encode(request: PointRequest, folder: string): Promise<Encoded> {
  const onFrame = (frame: number) => request.onStage('encode', Math.min(1, frame / request.source.frames));
  request.onStage('encode', 0);
  return request.codec.encode({ ...request, folder, onFrame }).catch((error: unknown) => {
    throw error instanceof ToolFailedError ? new EncodeFailedError(error) : error;
  });
}

/** In a fresh folder that holds the bitstream and nothing else, the encoder's own folder gone. */
async function decode(request: PointRequest, encoded: Encoded, pointFolder: string): Promise<Decoded> {
  const { tools, signal } = request;
  const folder = await subfolder(pointFolder, 'decode');
  const bitstream = join(folder, 'bitstream');
  await rename(encoded.path, bitstream);
  await rm(join(pointFolder, 'encode'), { recursive: true });
  return request.codec.decode({ tools, signal, bitstream, folder }).catch((error: unknown) => {
    throw error instanceof ToolFailedError || error instanceof InvalidBitstreamError
      ? new DecodeFailedError(error)
      : error;
  });
}

async function requireFrames(decoded: Decoded, source: SourceFrames): Promise<void> {
  const { size } = await stat(decoded.path);
  const frames = size / frameBytes(decoded);
  const sameSize = decoded.width === source.width && decoded.height === source.height;
  if (sameSize && frames === source.frames) return;
  const described = (size: PictureSize, count: number) =>
    `${Number(count.toFixed(2))} frames of ${size.width}x${size.height}`;
  throw new FrameMismatchError(described(decoded, frames), described(source, source.frames));
}

async function subfolder(folder: string, name: string): Promise<string> {
  const path = join(folder, name);
  await mkdir(path);
  return path;
}
