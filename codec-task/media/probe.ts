import { basename, dirname } from 'node:path';
import * as z from 'zod';
import { NamedError } from '../../lambdas/shared/errors.ts';
import { runTool } from './run-tool.ts';
import { ToolFailedError } from './tool-errors.ts';
import type { Tools } from './tools.ts';

/** A file that holds no video which ffmpeg can read. */
export class UnreadableClipError extends NamedError {
  constructor(name: string, detail: string) {
    super('UnreadableClip', `clip ${name} cannot be read as video: ${detail}`);
  }
}

/** A readable clip that cannot be measured. */
export class UnsuitableClipError extends NamedError {
  constructor(name: string, detail: string) {
    super('UnsuitableClip', `clip ${name} cannot be measured: ${detail}`);
  }
}

const Stream = z.object({
  codec_type: z.string().optional(),
  codec_name: z.string().optional(),
  width: z.int().optional(),
  height: z.int().optional(),
  pix_fmt: z.string().optional(),
  color_range: z.string().optional(),
  field_order: z.string().optional(),
  avg_frame_rate: z.string().optional(),
  r_frame_rate: z.string().optional(),
  duration: z.string().optional(),
});
const Probe = z.object({
  streams: z.array(Stream).default([]),
  format: z.object({ duration: z.string().optional() }).default({}),
});

/** What matters of a clip's first video stream. */
export interface VideoProbe {
  readonly codec: string;
  readonly width: number;
  readonly height: number;
  readonly pixelFormat: string;
  readonly fullRange: boolean;
  readonly interlaced: boolean;
  /** Average frame rate as `num/den`. */
  readonly fps: string;
  readonly variableRate: boolean;
  /** Seconds; undefined where the file does not tell. */
  readonly duration: number | undefined;
}

/**
 * Looks at a file with ffprobe. Rotation marks are ignored: frames are measured as they are coded.
 * @throws UnreadableClipError, UnsuitableClipError (no video in it)
 */
export async function probeVideo(
  tools: Tools,
  path: string,
  name: string,
  signal: AbortSignal,
): Promise<VideoProbe> {
  const args = ['-v', 'error', '-of', 'json', '-show_streams', '-show_format', basename(path)];
  const { stdout } = await runTool(tools.ffprobe, 'ffprobe', args, {
    folder: dirname(path),
    timeoutSeconds: 60,
    signal,
  }).catch((error: unknown) => {
    throw error instanceof ToolFailedError ? new UnreadableClipError(name, error.message) : error;
  });
  const { streams, format } = Probe.parse(JSON.parse(stdout));
  const video = streams.find((stream) => stream.codec_type === 'video');
  if (video === undefined) {
    const found = streams.map((stream) => stream.codec_type ?? 'unknown').join(', ');
    throw new UnsuitableClipError(name, `it holds no video stream (found: ${found || 'none'})`);
  }
  // A text file can pass as a "video" of some text-art demuxer.
  if (video.codec_name === 'ansi') throw new UnreadableClipError(name, 'it is a text file');
  if (video.width === undefined || video.height === undefined || video.pix_fmt === undefined) {
    throw new UnreadableClipError(name, 'its size or pixel format is unknown');
  }
  const rate = usableRate(video.avg_frame_rate) ?? usableRate(video.r_frame_rate) ?? '25/1';
  return {
    codec: video.codec_name ?? 'unknown',
    width: video.width,
    height: video.height,
    pixelFormat: video.pix_fmt,
    fullRange: video.color_range === 'pc' || video.pix_fmt.startsWith('yuvj'),
    interlaced: video.field_order !== undefined && !['progressive', 'unknown'].includes(video.field_order),
    fps: rate,
    variableRate: isVariable(video.avg_frame_rate, video.r_frame_rate),
    duration: Number(video.duration ?? format.duration) || undefined,
  };
}

function usableRate(rate: string | undefined): string | undefined {
  const [numerator = 0, denominator = 0] = (rate ?? '').split('/').map(Number);
  return numerator > 0 && denominator > 0 ? `${numerator}/${denominator}` : undefined;
}

/** Average and real base rate differ by more than 1 %. */
function isVariable(average: string | undefined, base: string | undefined): boolean {
  const [a, b] = [average, base].map((rate) => {
    const [numerator = 0, denominator = 0] = (rate ?? '').split('/').map(Number);
    return numerator / denominator;
  });
  return (
    a !== undefined &&
    b !== undefined &&
    Number.isFinite(a) &&
    Number.isFinite(b) &&
    Math.abs(a / b - 1) > 0.01
  );
}
