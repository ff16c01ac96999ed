import { rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { ArtifactNotFoundError } from '../../lambdas/shared/errors.ts';
import type { ClipSource } from '../../lambdas/shared/result.ts';
import type { ClipReference } from '../../lambdas/shared/spec.ts';
import type { ArtifactStore } from '../../lambdas/shared/stores/artifact-store.ts';
import { runFfmpeg } from './ffmpeg.ts';
import { frameBytes, hashFile, roundToEightBits } from './frames.ts';
import { probeVideo, UnreadableClipError, UnsuitableClipError, type VideoProbe } from './probe.ts';
import { renderSynthetic } from './synthetic/render.ts';
import { ToolFailedError } from './tool-errors.ts';
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

const SMALLEST_SIDE = 64;
const LARGEST_SIDE = 8192;
const FEWEST_FRAMES = 8;
const LIMIT_SECONDS = 600;

/**
 * Turns a clip into the frames that every decode is compared with: 8-bit 4:2:0, limited range, even size, at most
 * `frames` from the middle of the clip. An odd last column or row is cropped; more than 8 bits are rounded without
 * dither; frames are taken by index, each once, whatever their timestamps.
 * @throws ArtifactNotFoundError, UnreadableClipError, UnsuitableClipError, and the errors of the media programs
 */
export async function prepareSource(request: SourceRequest): Promise<PreparedSource> {
  return request.clip.kind === 'synthetic'
    ? prepareSynthetic(request, request.clip)
    : prepareStored(request, request.clip);
}

async function prepareSynthetic(
  request: SourceRequest,
  clip: ClipReference & { kind: 'synthetic' },
): Promise<PreparedSource> {
  const { width, height, name } = clip;
  const path = join(request.folder, 'source.yuv');
  await renderSynthetic({ ...request, recipe: clip.recipe, width, height, output: basename(path) });
  return {
    path,
    source: {
      name,
      kind: 'synthetic',
      file_sha256: null,
      frames_sha256: await hashFile(path),
      width,
      height,
      fps: '30/1',
      frames: await countFrames(path, clip),
      start_seconds: 0,
      notes: [`synthetic: rendered by ffmpeg's own sources, recipe ${clip.recipe}`],
    },
  };
}

async function prepareStored(
  request: SourceRequest,
  clip: ClipReference & { kind: 'stored' },
): Promise<PreparedSource> {
  const { tools, store, folder, signal, frames } = request;
  const file = join(folder, `clip-${basename(clip.key).replaceAll(/[^A-Za-z0-9.]/g, '_')}`);
  await store.getFile(clip.key, file).catch((error: unknown) => {
    throw error instanceof ArtifactNotFoundError
      ? new UnreadableClipError(clip.name, `${error.message}`)
      : error;
  });
  if ((await stat(file)).size === 0) throw new UnreadableClipError(clip.name, 'the file is empty');
  const probe = await probeVideo(tools, file, clip.name, signal);
  const { width, height } = measuredSize(clip.name, probe);

  let startSeconds = middleStart(probe, frames);
  let path = await decodeExcerpt(request, clip.name, file, probe, startSeconds);
  if (startSeconds > 0 && (await countFrames(path, { width, height })) < frames) {
    // The file holds fewer frames than its duration says.
    startSeconds = 0;
    path = await decodeExcerpt(request, clip.name, file, probe, startSeconds);
  }
  const decoded = await countFrames(path, { width, height });
  if (decoded < FEWEST_FRAMES) {
    throw new UnsuitableClipError(
      clip.name,
      `it has ${decoded} ${decoded === 1 ? 'frame' : 'frames'}; at least ${FEWEST_FRAMES} are needed`,
    );
  }
  const fileHash = await hashFile(file);
  await rm(file);
  return {
    path,
    source: {
      name: clip.name,
      kind: 'stored',
      file_sha256: fileHash,
      frames_sha256: await hashFile(path),
      width,
      height,
      fps: probe.fps,
      frames: decoded,
      start_seconds: startSeconds,
      notes: conversionNotes(probe, decoded, frames),
    },
  };
}

function measuredSize(name: string, { width, height }: VideoProbe): { width: number; height: number } {
  if (Math.min(width, height) < SMALLEST_SIDE || Math.max(width, height) > LARGEST_SIDE) {
    throw new UnsuitableClipError(
      name,
      `it is ${width}x${height}; each side must be ${SMALLEST_SIDE} to ${LARGEST_SIDE}`,
    );
  }
  return { width: width - (width % 2), height: height - (height % 2) };
}

/** Time of the frame from which `frames` frames lie in the middle of the clip; 0 for a clip that is not longer. */
export function middleStart({ duration, fps }: Pick<VideoProbe, 'duration' | 'fps'>, frames: number): number {
  const [numerator = 25, denominator = 1] = fps.split('/').map(Number);
  const spare = Math.floor(((duration ?? 0) * numerator) / denominator) - frames;
  return spare < 2 ? 0 : (Math.floor(spare / 2) * denominator) / numerator;
}

async function decodeExcerpt(
  request: SourceRequest,
  name: string,
  file: string,
  probe: VideoProbe,
  start: number,
): Promise<string> {
  const deep = bitsPerSample(probe.pixelFormat) > 8;
  const output = deep ? 'source-10bit.yuv' : 'source.yuv';
  // Half a frame earlier, so that rounding of timestamps never skips the frame that is meant.
  const [numerator = 25, denominator = 1] = probe.fps.split('/').map(Number);
  const seek = start > 0 ? ['-ss', (start - (0.5 * denominator) / numerator).toFixed(6)] : [];
  const filters = [`crop=${probe.width - (probe.width % 2)}:${probe.height - (probe.height % 2)}:0:0`];
  const format = deep ? 'yuv420p10le' : 'yuv420p';
  if (needsScaler(probe)) {
    filters.push(
      `scale=in_range=${probe.fullRange ? 'full' : 'limited'}:out_range=limited:flags=bicubic+accurate_rnd+full_chroma_int:sws_dither=none`,
    );
  }
  filters.push(`format=${format}`);
  const args = [...seek, '-i', basename(file), '-map', '0:v:0', '-frames:v', String(request.frames)];
  const out = ['-vf', filters.join(','), '-fps_mode', 'passthrough', '-f', 'rawvideo', '-y', output];
  const run = { folder: request.folder, timeoutSeconds: LIMIT_SECONDS, signal: request.signal };
  await runFfmpeg(request.tools, [...args, ...out], run).catch((error: unknown) => {
    throw error instanceof ToolFailedError ? new UnreadableClipError(name, error.message) : error;
  });
  const path = join(request.folder, 'source.yuv');
  if (deep) {
    await roundToEightBits(join(request.folder, output), path);
    await rm(join(request.folder, output));
  }
  return path;
}

function needsScaler(probe: VideoProbe): boolean {
  return probe.fullRange || !/^yuvj?420p(\d+le)?$/.test(probe.pixelFormat);
}

function bitsPerSample(pixelFormat: string): number {
  return Number(/(9|10|12|14|16)(le|be)$/.exec(pixelFormat)?.[1] ?? 8);
}

function conversionNotes(probe: VideoProbe, decoded: number, asked: number): string[] {
  const notes: string[] = [];
  const bits = bitsPerSample(probe.pixelFormat);
  if (probe.width % 2 === 1 || probe.height % 2 === 1)
    notes.push(`odd size ${probe.width}x${probe.height} cropped to even`);
  if (bits > 8) notes.push(`${bits}-bit samples rounded to 8 bits without dither`);
  if (probe.fullRange) notes.push('full range converted to limited range');
  if (!/420/.test(probe.pixelFormat)) notes.push(`${probe.pixelFormat} converted to 4:2:0`);
  if (probe.variableRate)
    notes.push(`variable frame rate: every frame is taken once, at the average rate ${probe.fps}`);
  if (probe.interlaced)
    notes.push('interlaced: frames are measured as they are coded, without deinterlacing');
  if (decoded < asked) notes.push(`the clip has ${decoded} frames, fewer than the ${asked} asked for`);
  return notes;
}

async function countFrames(path: string, size: { width: number; height: number }): Promise<number> {
  return Math.floor((await stat(path)).size / frameBytes(size));
}
