import { rm, stat } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { LARGEST_SIDE } from '../../lambdas/shared/clip-guard.ts';
import { ArtifactNotFoundError, ArtifactTooLargeError } from '../../lambdas/shared/errors.ts';
import type { ClipSource } from '../../lambdas/shared/result.ts';
import type { ClipReference } from '../../lambdas/shared/spec.ts';
import type { ArtifactStore } from '../../lambdas/shared/stores/artifact-store.ts';
import { bitsPerSample, countFrames, decodeCanonical, evenSize } from './canonical-frames.ts';
import { UnreadableClipError, UnsuitableClipError } from './clip-errors.ts';
import { isMeasurable, MOST_FILE_BYTES, MOST_FRAME_BYTES, SMALLEST_SIDE } from './clip-limits.ts';
import { conversionNotes } from './conversion-notes.ts';
import { frameRate, framesPerSecond, middleStart } from './frame-rate.ts';
import { frameBytes, hashFile, type PictureSize } from './frames.ts';
import { probeVideo, type VideoProbe } from './probe.ts';
import { renderSynthetic } from './synthetic/render.ts';
import type { Tools } from './tools.ts';

/** A clip's canonical frames on disk and what is known of them. */
export interface PreparedSource {
  readonly source: ClipSource;
  /** Raw planar 8-bit 4:2:0 file, absolute. */
  readonly path: string;
}

export interface SourceRequest {
  readonly tools: Tools;
  readonly store: ArtifactStore;
  readonly clip: ClipReference;
  /** Most frames to take. */
  readonly frames: number;
  /** Where the raw file goes. */
  readonly folder: string;
  readonly signal: AbortSignal;
}

const FEWEST_FRAMES = 8;

/**
 * Turns a clip into the frames that every decode is compared with: 8-bit 4:2:0, limited range, even size, at most
 * `frames` from the middle of the clip (all of a shorter one). An odd last column or row is cropped; more than 8 bits
 * are rounded without dither; frames are taken by index, each once, whatever their timestamps.
 * @throws UnreadableClipError, UnsuitableClipError, and the errors of the media programs
 */
export async function prepareSource(request: SourceRequest): Promise<PreparedSource> {
  return request.clip.kind === 'synthetic'
    ? prepareSynthetic(request, request.clip)
    : prepareStored(request, request.clip);
}

async function prepareSynthetic(
  request: SourceRequest,
  { name, recipe, width, height }: ClipReference & { kind: 'synthetic' },
): Promise<PreparedSource> {
  const size = { width, height };
  // No half column or row of chroma; a person's clip would be cropped instead.
  if (width % 2 === 1 || height % 2 === 1)
    throw new UnsuitableClipError(name, `it is ${width}x${height}; a synthetic clip has even sides`);
  const path = join(request.folder, 'source.yuv');
  await renderSynthetic({ ...request, ...size, recipe, output: basename(path) });
  return {
    path,
    source: {
      name,
      kind: 'synthetic',
      file_sha256: null,
      frames_sha256: await hashFile(path),
      ...size,
      fps: '30/1',
      frames: await countFrames(path, size),
      start_seconds: 0,
      notes: [`synthetic: rendered by ffmpeg's own sources, recipe ${recipe}`],
    },
  };
}

async function prepareStored(
  request: SourceRequest,
  { name, key }: ClipReference & { kind: 'stored' },
): Promise<PreparedSource> {
  const { tools, folder, signal, frames } = request;
  // The ending alone is kept of the name: ffmpeg weighs it when it guesses the format.
  const file = join(folder, `clip${extname(key).replaceAll(/[^A-Za-z0-9.]/g, '')}`);
  await fetchClip(request.store, key, file, name);
  const fileHash = await hashFile(file);
  const probe = await probeVideo(tools, file, name, signal);
  requireMeasurableSize(name, probe);
  requireRoom(name, probe, frames);

  let startSeconds = middleStart(probe.duration, framesPerSecond(probe.fps) ?? 25, frames);
  const excerpt = { tools, file, name, probe, frames, folder, signal };
  let decoded = await decodeCanonical({ ...excerpt, startSeconds });
  if (startSeconds > 0 && decoded.count < frames) {
    // The file holds fewer frames than its duration says.
    startSeconds = 0;
    decoded = await decodeCanonical({ ...excerpt, startSeconds });
  }
  await rm(file);
  requireEnoughFrames(name, decoded.count);
  const rate = frameRate(decoded.times, probe.fps);
  return {
    path: decoded.path,
    source: {
      name,
      kind: 'stored',
      file_sha256: fileHash,
      frames_sha256: await hashFile(decoded.path),
      ...evenSize(probe),
      fps: rate.fps,
      frames: decoded.count,
      start_seconds: startSeconds,
      notes: conversionNotes(probe, rate, decoded.count, frames),
    },
  };
}

async function fetchClip(store: ArtifactStore, key: string, file: string, name: string): Promise<void> {
  await store.getFile(key, file, MOST_FILE_BYTES).catch((error: unknown) => {
    if (error instanceof ArtifactTooLargeError) throw new UnsuitableClipError(name, error.message);
    throw error instanceof ArtifactNotFoundError ? new UnreadableClipError(name, error.message) : error;
  });
  if ((await stat(file)).size === 0) throw new UnreadableClipError(name, 'the file is empty');
}

function requireMeasurableSize(name: string, size: PictureSize): void {
  if (isMeasurable(size)) return;
  const { width, height } = size;
  throw new UnsuitableClipError(
    name,
    `it is ${width}x${height}; each side must be ${SMALLEST_SIDE} to ${LARGEST_SIDE}`,
  );
}

/** Deeper samples take two bytes each until they are rounded, and then lie beside the rounded ones. */
function requireRoom(name: string, probe: VideoProbe, frames: number): void {
  const copies = bitsPerSample(probe.pixelFormat) > 8 ? 3 : 1;
  const bytes = frames * frameBytes(evenSize(probe)) * copies;
  if (bytes <= MOST_FRAME_BYTES) return;
  throw new UnsuitableClipError(
    name,
    `${frames} frames of ${probe.width}x${probe.height} take ${bytes} bytes; at most ${MOST_FRAME_BYTES} are allowed: give fewer frames or a smaller clip`,
  );
}

function requireEnoughFrames(name: string, count: number): void {
  if (count < FEWEST_FRAMES) {
    const has = `it has ${count} ${count === 1 ? 'frame' : 'frames'}`;
    throw new UnsuitableClipError(name, `${has}; at least ${FEWEST_FRAMES} are needed`);
  }
}
