import { tmpdir } from 'node:os';
import type { Parameters } from '../../lambdas/shared/spec.ts';
import { runFfmpeg } from '../media/ffmpeg.ts';
import { ToolFailedError } from '../media/tool-errors.ts';
import type { Tools } from '../media/tools.ts';

/** An encode that results are compared with. */
export interface Anchor {
  readonly strategy: 'conventional';
  readonly encoder: string;
  readonly parameters: Parameters;
  /** Rate points of its ladder. */
  readonly points: number;
}

/** The headline's: HEVC by libx265, preset medium, nothing else changed. */
export const ANCHOR = {
  strategy: 'conventional',
  encoder: 'libx265',
  parameters: { preset: 'medium' },
  points: 4,
} as const satisfies Anchor;

/** What the same encoder does when it is given time, ten bits, and the aim that is measured; for finalists. */
export const STRONG_ANCHOR = {
  strategy: 'conventional',
  encoder: 'libx265',
  parameters: { preset: 'veryslow', pixel_format: 'yuv420p10le', tune: 'psnr' },
  points: 4,
} as const satisfies Anchor;

/** Whether this ffmpeg's libx265 codes ten bits, found by one frame: many builds have it for eight alone. */
export async function codesTenBits(tools: Tools, signal: AbortSignal): Promise<boolean> {
  const frame = ['-f', 'lavfi', '-i', 'color=size=64x64:rate=25', '-frames:v', '1'];
  const args = [...frame, '-pix_fmt', 'yuv420p10le', '-c:v', STRONG_ANCHOR.encoder, '-f', 'null', '-'];
  try {
    const { stderr } = await runFfmpeg(tools, args, { folder: tmpdir(), timeoutSeconds: 60, signal });
    // Without the format, ffmpeg takes the nearest one that the encoder has.
    return /Output #0[\s\S]*?Video: hevc[^\n]*yuv420p10le/.test(stderr);
  } catch (error) {
    if (error instanceof ToolFailedError) return false;
    throw error;
  }
}
