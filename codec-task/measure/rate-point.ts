import { mkdir, mkdtemp, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { NamedError } from '../../lambdas/shared/errors.ts';
import type { RatePoint } from '../../lambdas/shared/result.ts';
import type { Codec, Decoded, Encoded, SourceFrames } from '../codecs/codec.ts';
import { InvalidBitstreamError } from '../codecs/conventional/header.ts';
import { frameBytes, hashFile } from '../media/frames.ts';
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
  constructor(decodedBytes: number, expectedFrames: number, bytesPerFrame: number) {
    super(
      'FrameMismatch',
      `the decode holds ${(decodedBytes / bytesPerFrame).toFixed(2)} frames of the source's size instead of ${expectedFrames}: no score is taken`,
    );
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
    request.onStage('decode', 0);
    const decoded = await decode(request, encoded, await subfolder(folder, 'decode'));
    request.onStage('measure', 0);
    await assertFrames(decoded.path, source);
    const [psnr, ssim, bitstreamHash, decodedHash] = await Promise.all([
      measurePsnr(decoded.path, source.path, source, source.frames),
      measureSsim({
        ...request,
        decoded: decoded.path,
        source: source.path,
        size: source,
        folder: await subfolder(folder, 'ssim'),
      }),
      hashFile(encoded.path),
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
      bitstream_key: await request.keep(encoded.path),
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

async function decode(request: PointRequest, encoded: Encoded, folder: string): Promise<Decoded> {
  const { tools, signal } = request;
  return request.codec.decode({ tools, signal, bitstream: encoded.path, folder }).catch((error: unknown) => {
    throw error instanceof ToolFailedError || error instanceof InvalidBitstreamError
      ? new DecodeFailedError(error)
      : error;
  });
}

async function assertFrames(decoded: string, source: SourceFrames): Promise<void> {
  const { size } = await stat(decoded);
  const bytes = frameBytes(source);
  if (size !== bytes * source.frames) throw new FrameMismatchError(size, source.frames, bytes);
}

async function subfolder(folder: string, name: string): Promise<string> {
  const path = join(folder, name);
  await mkdir(path);
  return path;
}
