import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { CheckName } from '../../lambdas/shared/checks.ts';
import { NamedError } from '../../lambdas/shared/errors.ts';
import type { Isolation, RatePoint } from '../../lambdas/shared/result.ts';
import { sha256 } from '../../lambdas/shared/spec.ts';
import type { Codec, Encoded, SourceFrames } from '../codecs/codec.ts';
import type { DecodeLimits } from '../isolation/limits.ts';
import { hashFile } from '../media/frames.ts';
import { ToolFailedError } from '../media/tool-errors.ts';
import type { Tools } from '../media/tools.ts';
import { decibel } from '../quality/decibel.ts';
import { CheckFailedError } from './check-failed.ts';
import { countedBytes } from './counted-bytes.ts';
import { decodeFrames } from './decode/decode-frames.ts';
import { beforeEncode, requireConduct } from './encode-conduct.ts';
import { requireOrder } from './frame-order.ts';
import type { Quality, QualityMeter } from './metrics/quality.ts';
import { namedByAttributes } from './missed-attributes.ts';
import { type Taken, takeIn } from './take-in.ts';

/** The encoder's program failed. */
export class EncodeFailedError extends NamedError {
  constructor(cause: ToolFailedError) {
    super('EncodeFailed', `the encode failed: ${cause.message}`, { cause });
  }
}

export interface PointRequest {
  readonly tools: Tools;
  readonly codec: Codec;
  readonly source: SourceFrames;
  /** SHA-256 of the source's frames as they were prepared. */
  readonly sourceSha256: string;
  readonly gop: number;
  readonly qualityControl: number;
  readonly role: RatePoint['role'];
  readonly isolation: Isolation;
  readonly checks: ReadonlySet<CheckName>;
  readonly limits?: Partial<DecodeLimits>;
  /** Folder for this point's own folder. */
  readonly folder: string;
  readonly signal: AbortSignal;
  /** Opens the meter that the decode's frames go through. @param folder an empty one. */
  readonly openMeter: (folder: string) => Promise<QualityMeter>;
  /** Keeps the bitstream, or a further file of it. @returns its key */
  readonly keep: (path: string) => Promise<string>;
  readonly onStage: (stage: 'encode' | 'decode' | 'measure', fraction: number) => void;
}

/**
 * Encodes, counts, keeps, decodes in an isolated process that is given the bitstream alone, and compares its frames with
 * the source's by index as they come.
 * @throws EncodeFailedError, DecodeFailedError, CheckFailedError
 */
export async function measurePoint(request: PointRequest): Promise<RatePoint> {
  try {
    return await measureOnce(request);
  } catch (error) {
    throw await namedByAttributes(error, request, measureOnce);
  }
}

async function measureOnce(request: PointRequest): Promise<RatePoint> {
  const { codec, source, checks } = request;
  const folder = await mkdtemp(join(request.folder, 'point-'));
  try {
    const encodeFolder = await subfolder(folder, 'encode');
    const before = await beforeEncode(source.path);
    const encoded = await encode(request, encodeFolder);
    const strayFiles = await requireConduct(before, encoded, encodeFolder, source.path, checks);
    const taken = await takeIn(encoded, await subfolder(folder, 'taken'), checks);
    if (checks.has('declared-files')) await rm(encodeFolder, { recursive: true });
    const counted = await countedBytes(taken, codec.decoder, checks);
    const bitstreamHash = await hashFile(taken.path);
    const bitstreamKey = await request.keep(taken.path);
    const sideKeys = await Promise.all(taken.sideFiles.map(request.keep));
    request.onStage('decode', 0);
    const { quality, decoded } = await decodeAndMeasure(request, taken, strayFiles, folder);
    request.onStage('measure', 1);
    if (checks.has('source-unchanged') && quality.sourceSha256 !== request.sourceSha256)
      throw new CheckFailedError(
        'source-unchanged',
        `the source has the hash ${quality.sourceSha256.slice(0, 12)} now, it was ${request.sourceSha256.slice(0, 12)}`,
      );
    if (checks.has('frame-order')) requireOrder(quality.resembles);
    return {
      quality_control: request.qualityControl,
      role: request.role,
      ...counted,
      header_bytes: encoded.headerBytes,
      container_bytes: encoded.containerBytes,
      bitrate_mbps: megabitsPerSecond(counted.bytes, source),
      ...scores(quality),
      frames: source.frames,
      source_sha256: quality.sourceSha256,
      bitstream_sha256: bitstreamHash,
      decoded_sha256: decoded.sha256,
      argv_sha256: sha256(JSON.stringify(encoded.call.argv)),
      bitstream_key: bitstreamKey,
      ...(sideKeys.length > 0 && { side_keys: sideKeys }),
      ...(encoded.choice !== undefined && { choice: encoded.choice.slice(0, 200) }),
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

async function decodeAndMeasure(
  request: PointRequest,
  { path, sideFiles }: Taken,
  strayFiles: readonly string[],
  folder: string,
) {
  const { codec, source, limits } = request;
  const meter = await request.openMeter(await subfolder(folder, 'meter'));
  try {
    const decoded = await decodeFrames({
      ...request,
      ...{ decoder: codec.decoder, bitstream: path, sideFiles, strayFiles, folder },
      ...{ size: source, frames: source.frames },
      ...(limits && { limits }),
      onFrame: (frame) => meter.add(frame),
    });
    return { decoded, quality: await meter.finish() };
  } finally {
    await meter.close();
  }
}

/** The scores of a decode, as a rate point holds them. */
export function scores(quality: Quality) {
  return {
    psnr_y: quality.psnrY,
    psnr_u: quality.psnrU,
    psnr_v: quality.psnrV,
    psnr_yuv: quality.psnrYuv,
    psnr_yuv_of_mean_mse: quality.psnrYuvOfMeanError,
    ssim: quality.ssim,
    ssim_db: decibel(quality.ssim),
    ms_ssim: quality.msSsim,
    ms_ssim_db: decibel(quality.msSsim),
    xpsnr: quality.xpsnr,
    vmaf: quality.vmaf,
    vmaf_neg: quality.vmafNeg,
  };
}

async function subfolder(folder: string, name: string): Promise<string> {
  const path = join(folder, name);
  await mkdir(path);
  return path;
}
