import { mkdtemp, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Codec, SourceFrames } from '../../../codec-task/codecs/codec.ts';
import { decodeFrames } from '../../../codec-task/measure/decode/decode-frames.ts';
import { openQualityMeter } from '../../../codec-task/measure/metrics/quality-meter.ts';
import { megabitsPerSecond } from '../../../codec-task/measure/rate-point.ts';
import type { Tools } from '../../../codec-task/media/tools.ts';
import { decibel } from '../../../codec-task/quality/decibel.ts';
import { ALL_CHECKS } from '../../../lambdas/shared/checks.ts';

/** A rate point as the table needs it. */
export interface TablePoint {
  readonly rate: number;
  readonly psnrYuv: number;
  readonly ssimDb: number;
  readonly cpuSeconds: number;
}

/** Encodes, decodes and measures a clip at some values of the quality control, one after the other. */
export async function measureConfiguration(
  tools: Tools,
  codec: Codec,
  source: SourceFrames,
  controls: readonly number[],
  parent: string,
): Promise<TablePoint[]> {
  const points: TablePoint[] = [];
  const { signal } = new AbortController();
  for (const qualityControl of controls) {
    const folder = await mkdtemp(join(parent, 'point-'));
    const encoded = await codec.encode({ tools, source, gop: source.frames, qualityControl, folder, signal });
    const meter = await openQualityMeter({ tools, filters: [], source, folder, signal });
    await decodeFrames({
      ...{ tools, signal, folder, checks: ALL_CHECKS, decoder: codec.decoder },
      isolation: { mode: 'none', reason: "a table of ffmpeg's own codecs" },
      ...{ bitstream: encoded.path, sideFiles: encoded.sideFiles, size: source, frames: source.frames },
      onFrame: (frame) => meter.add(frame),
    });
    const quality = await meter.finish();
    await meter.close();
    points.push({
      rate: megabitsPerSecond((await stat(encoded.path)).size, source),
      psnrYuv: quality.psnrYuv,
      ssimDb: decibel(quality.ssim),
      cpuSeconds: encoded.call.cpu_seconds,
    });
    await rm(folder, { recursive: true });
  }
  return points;
}
