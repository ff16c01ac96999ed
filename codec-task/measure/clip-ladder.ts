import type { RatePoint } from '../../lambdas/shared/result.ts';
import type { QualityControl } from '../../lambdas/shared/space.ts';
import { floorBracket, floorControls, MOST_FLOOR_ENCODES } from './floor-search.ts';
import {
  extensionControl,
  firstControls,
  MOST_EXTENSIONS,
  type QualityRange,
  qualityRange,
} from './ladder.ts';
import { floorMargins } from './operating-point.ts';

/** One rate point, measured or kept. */
export type MeasureControl = (control: number, role: RatePoint['role']) => Promise<RatePoint>;

/** What every step of a ladder needs. */
export interface LadderSteps {
  readonly control: QualityControl;
  readonly measure: MeasureControl;
}

/**
 * The first round, side by side.
 * @throws what `measure` throws, once every point that was begun has ended; likewise the steps below.
 */
export function firstRound({ control, measure }: LadderSteps, count: number): Promise<RatePoint[]> {
  return allEnded(firstControls(control, count).map((value) => measure(value, 'ladder')));
}

/** The range in PSNR-YUV of a ladder without its floor search. */
export function ladderRange(points: readonly RatePoint[]): QualityRange {
  const curve = points.filter(({ role }) => role !== 'floor');
  return qualityRange(curve.map(({ psnr_yuv }) => ({ quality: psnr_yuv })));
}

/** The ladder with the points that bring it into the anchor's range. */
export async function extended(
  { control, measure }: LadderSteps,
  first: readonly RatePoint[],
  anchorRange: QualityRange,
): Promise<RatePoint[]> {
  const points = [...first];
  for (let added = 0; added < MOST_EXTENSIONS; added++) {
    const ladder = points.map((point) => ({ control: point.quality_control, quality: point.psnr_yuv }));
    const next = extensionControl(ladder, anchorRange, control);
    if (next === undefined) break;
    points.push(await measure(next, 'extension'));
  }
  return points;
}

/**
 * The ladder with its operating point and the next higher control, which misses the floor, by rising bitrate. What else
 * the search looked at is not in it.
 */
export async function withFloor(
  { control, measure }: LadderSteps,
  ladder: readonly RatePoint[],
): Promise<RatePoint[]> {
  const searched: RatePoint[] = [];
  const all = () =>
    [...ladder, ...searched].map((point) => ({
      point,
      control: point.quality_control,
      bitrate: point.bitrate_mbps,
      margins: floorMargins(point),
    }));
  while (searched.length < MOST_FLOOR_ENCODES) {
    const next = floorControls(all(), control, searched.length);
    if (next.length === 0) break;
    searched.push(...(await allEnded(next.map((value) => measure(value, 'floor')))));
  }
  const { above, below } = floorBracket(all());
  const ends = above === undefined ? [] : [above.point, below?.point];
  return byBitrate([...ladder, ...searched.filter((point) => ends.includes(point))]);
}

export function byBitrate(points: readonly RatePoint[]): RatePoint[] {
  return [...points].sort((a, b) => a.bitrate_mbps - b.bitrate_mbps || a.quality_control - b.quality_control);
}

/** The values of all, or the first failure after all have ended: none still writes where others clean up. */
export async function allEnded<const Jobs extends readonly (Promise<unknown> | undefined)[]>(
  jobs: Jobs,
): Promise<{ -readonly [Index in keyof Jobs]: Awaited<Jobs[Index]> }> {
  await Promise.allSettled(jobs);
  return Promise.all(jobs);
}
