import { execa } from 'execa';
import type { SourceFrames } from '../../../codec-task/codecs/codec.ts';
import type { Tools } from '../../../codec-task/media/tools.ts';

/** A quarter of the samples of the clips, so that hundreds of configurations can be measured in an hour. */
export const SIZE = { width: 320, height: 180 } as const;
export const FRAMES = 24;
/** Frames that are passed over: some clips begin still. */
const FROM = 30;

/** The frames of a clip from the thirty-first on, scaled down, as raw 8-bit 4:2:0. */
export async function smallSource(tools: Tools, file: string, to: string): Promise<SourceFrames> {
  const probe = [
    '-v',
    'error',
    '-select_streams',
    'v:0',
    '-show_entries',
    'stream=r_frame_rate',
    '-of',
    'csv=p=0',
  ];
  const { stdout } = await execa(tools.ffprobe, [...probe, file]);
  const scaled = `select=gte(n\\,${FROM}),scale=${SIZE.width}:${SIZE.height}:flags=lanczos+accurate_rnd+full_chroma_int`;
  const output = [
    '-fps_mode',
    'passthrough',
    '-frames:v',
    String(FRAMES),
    '-pix_fmt',
    'yuv420p',
    '-f',
    'rawvideo',
  ];
  await execa(tools.ffmpeg, ['-v', 'error', '-threads', '1', '-i', file, '-vf', scaled, ...output, '-y', to]);
  return { path: to, ...SIZE, fps: stdout.trim(), frames: FRAMES };
}
