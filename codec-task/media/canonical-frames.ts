import { rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { CLIP_GUARD } from '../../lambdas/shared/clip-guard.ts';
import { UnreadableClipError } from './clip-errors.ts';
import { runFfmpeg } from './ffmpeg.ts';
import { framesPerSecond } from './frame-rate.ts';
import { frameBytes, type PictureSize, roundToEightBits } from './frames.ts';
import type { VideoProbe } from './probe.ts';
import { ToolFailedError } from './tool-errors.ts';
import type { Tools } from './tools.ts';

const LIMIT_SECONDS = 600;

export interface Excerpt {
  readonly tools: Tools;
  /** Clip file inside the folder. */
  readonly file: string;
  /** Name of the clip, for messages. */
  readonly name: string;
  readonly probe: VideoProbe;
  readonly startSeconds: number;
  /** Most frames to take. */
  readonly frames: number;
  readonly folder: string;
  readonly signal: AbortSignal;
}

export interface CanonicalFrames {
  /** Absolute. */
  readonly path: string;
  readonly count: number;
  /** Presentation times in seconds, from any origin; empty where the file has none. */
  readonly times: readonly number[];
}

/** The picture without the odd last column or row. */
export function evenSize({ width, height }: PictureSize): PictureSize {
  return { width: width - (width % 2), height: height - (height % 2) };
}

/** Bits of a sample by the name of its pixel format; 8 where the name does not tell. */
export function bitsPerSample(pixelFormat: string): number {
  const packed = /^(?:rgb|bgr)(?:48|a64)|^(?:rgba|bgra)64/.test(pixelFormat);
  return packed ? 16 : Number(/(9|10|12|14|16)(?:le|be)$/.exec(pixelFormat)?.[1] ?? 8);
}

/**
 * Decodes an excerpt to a raw file of 8-bit 4:2:0 frames in limited range: each frame once, whatever its timestamp, not
 * turned by a rotation mark.
 * @throws UnreadableClipError, and the errors of the media programs
 */
export async function decodeCanonical(excerpt: Excerpt): Promise<CanonicalFrames> {
  const { tools, probe, folder, signal, frames } = excerpt;
  const deep = bitsPerSample(probe.pixelFormat) > 8;
  const output = deep ? 'source-10bit.yuv' : 'source.yuv';
  const input = [...seek(excerpt), ...CLIP_GUARD, '-noautorotate', '-i', basename(excerpt.file)];
  const taken = ['-map', `0:${probe.index}`, '-frames:v', String(frames), '-fps_mode', 'passthrough'];
  const converted = ['-vf', conversion(probe, deep ? 'yuv420p10le' : 'yuv420p')];
  const args = [...input, ...taken, ...converted, '-f', 'rawvideo', '-y', output];
  const run = { folder, timeoutSeconds: LIMIT_SECONDS, signal };
  const { stderr } = await runFfmpeg(tools, args, run).catch((error: unknown) => {
    throw error instanceof ToolFailedError ? new UnreadableClipError(excerpt.name, error.message) : error;
  });
  const path = join(folder, 'source.yuv');
  if (deep) {
    await roundToEightBits(join(folder, output), path);
    await rm(join(folder, output));
  }
  const count = await countFrames(path, evenSize(probe));
  return { path, count, times: shownTimes(stderr).slice(0, count) };
}

/** Whole frames in a raw file. */
export async function countFrames(path: string, size: PictureSize): Promise<number> {
  return Math.floor((await stat(path)).size / frameBytes(size));
}

/** What the showinfo filter printed. */
function shownTimes(stderr: string): number[] {
  return [...stderr.matchAll(/Parsed_showinfo.* pts_time:(-?[\d.]+)/g)].map(([, time]) => Number(time));
}

/** Half a frame early, so that rounded timestamps never skip the frame that is meant. */
function seek({ startSeconds, probe }: Excerpt): string[] {
  if (startSeconds === 0) return [];
  const frameSeconds = 1 / (framesPerSecond(probe.fps) ?? 25);
  return ['-ss', (startSeconds - frameSeconds / 2).toFixed(6)];
}

function conversion(probe: VideoProbe, format: string): string {
  const { width, height } = evenSize(probe);
  const filters = ['showinfo=checksum=0', `crop=${width}:${height}:0:0`];
  if (probe.pixelFormat !== format || probe.fullRange) {
    const range = probe.fullRange ? 'full' : 'limited';
    filters.push(
      `scale=in_range=${range}:out_range=limited:flags=bicubic+accurate_rnd+full_chroma_int:sws_dither=none`,
    );
  }
  return [...filters, `format=${format}`].join(',');
}
