import { basename, dirname } from 'node:path';
import * as z from 'zod';
import { CLIP_GUARD, isOtherFormat } from '../../lambdas/shared/clip-guard.ts';
import { UnreadableClipError, UnsuitableClipError } from './clip-errors.ts';
import { framesPerSecond } from './frame-rate.ts';
import { runTool } from './run-tool.ts';
import { ToolFailedError } from './tool-errors.ts';
import type { Tools } from './tools.ts';

const Stream = z.object({
  index: z.int(),
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
  disposition: z.object({ attached_pic: z.int().default(0) }).optional(),
  side_data_list: z.array(z.object({ rotation: z.number().optional() })).default([]),
});
const Probe = z.object({
  streams: z.array(Stream).default([]),
  format: z.object({ duration: z.string().optional() }).default({}),
});

/** What matters of a clip's first video stream. */
export interface VideoProbe {
  /** Of the stream in the file; a cover picture is no video and is passed over. */
  readonly index: number;
  /** How many video streams there are. */
  readonly videos: number;
  readonly codec: string;
  readonly width: number;
  readonly height: number;
  readonly pixelFormat: string;
  readonly fullRange: boolean;
  readonly interlaced: boolean;
  /** Degrees by which a player would turn the picture. */
  readonly rotation: number;
  /** Declared average frame rate as `num/den`. */
  readonly fps: string;
  /** Seconds; undefined where the file does not tell. */
  readonly duration: number | undefined;
}

/**
 * Looks at a file with ffprobe.
 * @param name of the clip, for messages.
 * @throws UnreadableClipError, UnsuitableClipError (no video in it), and the errors of the media programs
 */
export async function probeVideo(
  tools: Tools,
  path: string,
  name: string,
  signal: AbortSignal,
): Promise<VideoProbe> {
  const shown = ['-v', 'error', '-of', 'json', '-show_streams', '-show_format'];
  const { stdout } = await runTool(tools.ffprobe, 'ffprobe', [...shown, ...CLIP_GUARD, basename(path)], {
    folder: dirname(path),
    timeoutSeconds: 60,
    signal,
  }).catch((error: unknown) => {
    if (!(error instanceof ToolFailedError)) throw error;
    const isOther = isOtherFormat(error.call.stderrTail);
    throw new UnreadableClipError(name, isOther ? 'it is no file of a video format' : error.message);
  });
  const { streams, format } = Probe.parse(JSON.parse(stdout));
  const videos = streams.filter(
    ({ codec_type, disposition }) => codec_type === 'video' && disposition?.attached_pic !== 1,
  );
  const [video] = videos;
  if (video === undefined) {
    const found = streams.map((stream) => stream.codec_type ?? 'unknown').join(', ');
    throw new UnsuitableClipError(name, `it holds no video stream (found: ${found || 'none'})`);
  }
  // ffmpeg renders plain text as a picture of a terminal.
  if (video.codec_name === 'ansi') throw new UnreadableClipError(name, 'it is a text file');
  if (!video.width || !video.height || video.pix_fmt === undefined) {
    throw new UnreadableClipError(name, 'its size or pixel format is unknown');
  }
  const fps = [video.avg_frame_rate, video.r_frame_rate].find((rate) => framesPerSecond(rate) !== undefined);
  if (fps === undefined) throw new UnreadableClipError(name, 'its frame rate is unknown');
  return {
    index: video.index,
    videos: videos.length,
    codec: video.codec_name ?? 'unknown',
    width: video.width,
    height: video.height,
    pixelFormat: video.pix_fmt,
    fullRange: video.color_range === 'pc' || video.pix_fmt.startsWith('yuvj'),
    interlaced: !['progressive', 'unknown', undefined].includes(video.field_order),
    rotation: video.side_data_list.find(({ rotation }) => rotation !== undefined)?.rotation ?? 0,
    fps,
    duration: Number(video.duration ?? format.duration) || undefined,
  };
}
