import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ALL_CHECKS } from '../../lambdas/shared/checks.ts';
import { ArtifactNotFoundError } from '../../lambdas/shared/errors.ts';
import { artifactKeys } from '../../lambdas/shared/keys.ts';
import type { Isolation, RatePoint } from '../../lambdas/shared/result.ts';
import { sha256 } from '../../lambdas/shared/spec.ts';
import type { ArtifactStore } from '../../lambdas/shared/stores/artifact-store.ts';
import type { Difference } from '../../lambdas/shared/verification.ts';
import { BITSTREAM_NAME, type Codec, type SourceFrames } from '../codecs/codec.ts';
import { CheckFailedError } from '../measure/check-failed.ts';
import { countedBytes } from '../measure/counted-bytes.ts';
import { decodeFrames } from '../measure/decode/decode-frames.ts';
import { DecodeFailedError } from '../measure/decode/decode-request.ts';
import type { Quality } from '../measure/metrics/quality.ts';
import { openQualityMeter } from '../measure/metrics/quality-meter.ts';
import { megabitsPerSecond, scores } from '../measure/rate-point.ts';
import { hashFile } from '../media/frames.ts';
import type { Tools } from '../media/tools.ts';
import { CANNOT_BE_RECOMPUTED } from './compare-values.ts';

/** What made a curve's bitstreams and decodes them. */
export interface Encoding {
  /** How progress calls it. */
  readonly name: string;
  readonly codec: Codec;
  readonly gop: number;
}

export interface PointRequest {
  readonly tools: Tools;
  readonly store: ArtifactStore;
  /** Metric filters of the found ffmpeg. */
  readonly filters: readonly string[];
  readonly isolation: Isolation;
  readonly source: SourceFrames;
  readonly encoding: Encoding;
  /** As it is stored. */
  readonly point: RatePoint;
  /** Of the point in the result. */
  readonly path: string;
  /** Folder for this point's own folder. */
  readonly folder: string;
  readonly signal: AbortSignal;
}

export interface PointAgain {
  /** The point's fields, computed again or said not to be. */
  readonly again: unknown;
  /** The point with what was measured again, to compute on with; as stored where nothing could be measured. */
  readonly point: RatePoint;
  /** Why something could not be computed again. */
  readonly faults: readonly Difference[];
}

/** Fetches a rate point's bitstream, decodes it isolated and computes every figure of the point again. */
export async function pointAgain(request: PointRequest): Promise<PointAgain> {
  const folder = await mkdtemp(join(request.folder, 'point-'));
  try {
    const files = await fetchFiles(request, folder);
    if ('path' in files) return undecoded(request, {}, files);
    const counted = await countAgain(request, files);
    const decoded = await decode(request, files, folder);
    if (decoded instanceof Error) {
      const again = `it cannot be decoded: ${decoded.message}`;
      const { path, point } = request;
      const fault = { path: `${path}.decoded_sha256`, stored: point.decoded_sha256, again };
      return undecoded(request, counted, fault);
    }
    const { quality, sha256, frames, argv } = decoded;
    const measured = {
      ...{ ...scores(quality), frames, source_sha256: quality.sourceSha256 },
      ...{ decoded_sha256: sha256, decoded_again_sha256: sha256 },
    };
    const again = { ...withoutDecode(request), ...counted, ...measured, decode: timed(argv) };
    return { again, point: { ...request.point, ...counted, ...measured }, faults: [] };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

interface Files {
  readonly bitstream: string;
  readonly sideFiles: readonly string[];
}

/** The stored files of a point, or that one of them is missing. */
async function fetchFiles({ store, point, path }: PointRequest, folder: string): Promise<Files | Difference> {
  const { bitstream_key: key, side_keys = [] } = point;
  if (key === null) return { path: `${path}.bitstream_key`, stored: 'none', again: 'it was not kept' };
  const fetched = async (key: string, name: string) => {
    await store.getFile(key, join(folder, name));
    return join(folder, name);
  };
  try {
    return {
      bitstream: await fetched(key, BITSTREAM_NAME),
      sideFiles: await Promise.all(side_keys.map((side, index) => fetched(side, `side-${index}`))),
    };
  } catch (error) {
    if (!(error instanceof ArtifactNotFoundError)) throw error;
    return { path: `${path}.bitstream_key`, stored: key, again: error.message };
  }
}

async function countAgain({ source, encoding, point }: PointRequest, { bitstream, sideFiles }: Files) {
  const hash = await hashFile(bitstream);
  const encoded = { path: bitstream, sideFiles };
  const counted = await countedBytes(encoded, encoding.codec.decoder, ALL_CHECKS);
  const { headerBytes } = encoding.codec;
  return {
    ...counted,
    ...(headerBytes && { header_bytes: headerBytes(await readFile(bitstream)) }),
    bitrate_mbps: megabitsPerSecond(counted.bytes, source),
    bitstream_sha256: hash,
    bitstream_key: artifactKeys.bitstream(hash),
    ...(point.side_keys && {
      side_keys: await Promise.all(
        sideFiles.map(async (path) => artifactKeys.bitstream(await hashFile(path))),
      ),
    }),
  };
}

async function decode(
  request: PointRequest,
  files: Files,
  folder: string,
): Promise<{ sha256: string; frames: number; argv: readonly string[]; quality: Quality } | Error> {
  const { tools, filters, source, isolation, signal } = request;
  const meter = await openQualityMeter({ tools, filters, source, folder, signal });
  try {
    const { sha256, frames, call } = await decodeFrames({
      ...{ tools, isolation, folder, signal, ...files },
      decoder: request.encoding.codec.decoder,
      size: source,
      frames: source.frames,
      checks: ALL_CHECKS,
      onFrame: (frame) => meter.add(frame),
    });
    return { sha256, frames, argv: call.argv, quality: await meter.finish() };
  } catch (error) {
    if (error instanceof CheckFailedError || error instanceof DecodeFailedError) return error;
    throw error;
  } finally {
    await meter.close();
  }
}

/** A point of which nothing or only the bitstream is there. */
function undecoded(request: PointRequest, counted: Partial<RatePoint>, fault: Difference): PointAgain {
  const { point } = request;
  const unknown = Object.fromEntries(Object.keys(point).map((name) => [name, CANNOT_BE_RECOMPUTED]));
  const again = { ...unknown, ...withoutDecode(request), ...counted };
  return { again, point, faults: [fault] };
}

/** What follows from the spec and the record itself, and what no decode can show. */
function withoutDecode({ encoding, source, point }: PointRequest) {
  const argv = encoding.codec.expectedArgv?.(source, encoding.gop, point.quality_control);
  const unknown = CANNOT_BE_RECOMPUTED;
  return {
    ...{ role: unknown, container_bytes: unknown, kept: unknown, header_bytes: unknown },
    ...(point.choice !== undefined && { choice: unknown }),
    ...(argv === undefined
      ? { quality_control: unknown, argv_sha256: unknown, encode: unknown }
      : {
          quality_control: crfOf(point.encode.argv),
          argv_sha256: sha256(JSON.stringify(argv)),
          encode: timed(argv),
        }),
  };
}

function timed(argv: readonly string[]) {
  return { argv, cpu_seconds: CANNOT_BE_RECOMPUTED, wall_seconds: CANNOT_BE_RECOMPUTED };
}

function crfOf(argv: readonly string[]): number {
  return Number(argv[argv.indexOf('-crf') + 1]);
}
