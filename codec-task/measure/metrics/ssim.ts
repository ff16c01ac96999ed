import { readFile, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { NamedError } from '../../../lambdas/shared/errors.ts';
import { runFfmpeg } from '../../media/ffmpeg.ts';
import type { PictureSize } from '../../media/frames.ts';
import type { Tools } from '../../media/tools.ts';

export interface SsimRequest {
  readonly tools: Tools;
  readonly decoded: string;
  readonly source: string;
  readonly size: PictureSize;
  readonly frames: number;
  readonly folder: string;
  readonly signal: AbortSignal;
}

/** A metric program that compared fewer or more frames than there are. */
export class IncompleteMetricError extends NamedError {
  constructor(compared: number, frames: number) {
    super('IncompleteMetric', `the ssim filter compared ${compared} of ${frames} frames: no score is taken`);
  }
}

const LIMIT_SECONDS = 600;

/** Luma SSIM by ffmpeg's filter (8x8 blocks at a step of 4, no downsampling), mean over frames. */
export async function measureSsim({
  tools,
  decoded,
  source,
  size,
  frames,
  folder,
  signal,
}: SsimRequest): Promise<number> {
  const input = (name: string) => [
    ...'-f rawvideo -pix_fmt yuv420p -r 25'.split(' '),
    ...['-s', `${size.width}x${size.height}`, '-i', name],
  ];
  // Both inputs get the same invented rate, so frames meet by index.
  const links = [
    [decoded, 'a.yuv'],
    [source, 'b.yuv'],
  ] as const;
  for (const [path, name] of links) await symlink(path, join(folder, name));
  const compare = ['-lavfi', '[0:v][1:v]ssim=stats_file=ssim.log', '-f', 'null', '-'];
  await runFfmpeg(tools, [...input('a.yuv'), ...input('b.yuv'), ...compare], {
    folder,
    timeoutSeconds: LIMIT_SECONDS,
    signal,
  });
  const log = await readFile(join(folder, 'ssim.log'), 'utf8');
  for (const name of ['a.yuv', 'b.yuv', 'ssim.log']) await rm(join(folder, name));
  const values = [...log.matchAll(/Y:(-?[\d.]+)/g)].map((match) => Number(match[1]));
  if (values.length !== frames) throw new IncompleteMetricError(values.length, frames);
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** SSIM in dB: -10 log10(1 - ssim), at most 60 (an error of 1e-6, the precision of the filter's log). */
export function ssimDecibel(ssim: number): number {
  return Math.min(60, -10 * Math.log10(Math.max(1e-6, 1 - ssim)));
}
