import type { RatePoint } from '../../lambdas/shared/result.ts';
import type { QualityControl } from '../../lambdas/shared/space.ts';
import {
  extensionControl,
  firstControls,
  floorControl,
  MOST_EXTENSIONS,
  MOST_FLOOR_ENCODES,
  type QualityRange,
} from './ladder.ts';
import { floorMargin } from './operating-point.ts';

/** Encodes and measures one rate point. */
export type MeasureControl = (control: number, role: RatePoint['role']) => Promise<RatePoint>;

export interface LadderRequest {
  readonly control: QualityControl;
  readonly points: number;
  /** Quality range to cover; undefined for the anchor, which defines it. */
  readonly anchorRange: QualityRange | undefined;
  readonly measure: MeasureControl;
}

/**
 * A clip's whole ladder by rising bitrate: first round side by side, then extension, then the floor search.
 * @throws what `measure` throws, once every point that was begun has ended.
 */
export async function measureLadder({
  control,
  points: count,
  anchorRange,
  measure,
}: LadderRequest): Promise<RatePoint[]> {
  const points = await allEnded(firstControls(control, count).map((value) => measure(value, 'ladder')));
  for (let added = 0; anchorRange !== undefined && added < MOST_EXTENSIONS; added++) {
    const ladder = points.map((point) => ({ control: point.quality_control, quality: point.psnr_yuv }));
    const next = extensionControl(ladder, anchorRange, control);
    if (next === undefined) break;
    points.push(await measure(next, 'extension'));
  }
  for (let tried = 0; tried < MOST_FLOOR_ENCODES; tried++) {
    const next = floorControl(
      points.map((point) => ({ control: point.quality_control, margin: floorMargin(point) })),
      control,
    );
    if (next === undefined) break;
    points.push(await measure(next, 'floor'));
  }
  return byBitrate(points);
}

export function byBitrate(points: readonly RatePoint[]): RatePoint[] {
  return [...points].sort((a, b) => a.bitrate_mbps - b.bitrate_mbps || a.quality_control - b.quality_control);
}

/** The values of all, or the first failure after all have ended: none still writes where others clean up. */
async function allEnded<Value>(jobs: readonly Promise<Value>[]): Promise<Value[]> {
  await Promise.allSettled(jobs);
  return Promise.all(jobs);
}
