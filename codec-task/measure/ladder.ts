import type { QualityControl } from '../../lambdas/shared/space.ts';

/** What the choice of further rate points depends on. Quality falls as the control rises (CRF). */
export interface LadderPoint {
  readonly control: number;
  /** Quality on the axis that is steered by. */
  readonly quality: number;
}

/** A range of quality, low before high. */
export type QualityRange = readonly [number, number];

/** Most points that are added to bring a ladder into the anchor's range. */
export const MOST_EXTENSIONS = 3;
const ENOUGH_OVERLAP = 0.75;

/** Controls of the first round: the space's own ladder, thinned or refined evenly to `count` values. */
export function firstControls({ ladder }: QualityControl, count: number): number[] {
  const [first = 0, last = 0] = [ladder[0], ladder.at(-1)];
  if (count === ladder.length) return [...ladder];
  const step = (last - first) / (count - 1);
  return Array.from({ length: count }, (_, index) => Math.round(first + step * index));
}

export function qualityRange(points: readonly { readonly quality: number }[]): QualityRange {
  const qualities = points.map((point) => point.quality);
  return [Math.min(...qualities), Math.max(...qualities)];
}

/** Share of the anchor's quality range that the other range covers, 0 to 1. */
export function overlapShare(anchor: QualityRange, test: QualityRange): number {
  const common = Math.min(anchor[1], test[1]) - Math.max(anchor[0], test[0]);
  return Math.max(0, common) / (anchor[1] - anchor[0]);
}

/**
 * The next control to encode so that the ladder covers the anchor's quality range, or undefined when it covers 75 % or
 * nothing more can be done. The end that misses more is served first, by the slope of the two points at that end.
 */
export function extensionControl(
  points: readonly LadderPoint[],
  anchor: QualityRange,
  control: QualityControl,
): number | undefined {
  const range = qualityRange(points);
  if (overlapShare(anchor, range) >= ENOUGH_OVERLAP) return undefined;
  const sorted = [...points].sort((a, b) => a.control - b.control);
  const ends = [
    { missing: anchor[1] - range[1], target: anchor[1], pair: sorted.slice(0, 2) },
    { missing: range[0] - anchor[0], target: anchor[0], pair: sorted.slice(-2).reverse() },
  ];
  return ends
    .filter(({ missing }) => missing > 0)
    .sort((a, b) => b.missing - a.missing)
    .map(({ target, pair }) => extrapolated(pair, target, control, points))
    .find((next) => next !== undefined);
}

/**
 * Control at which the line through two points meets a quality: in range, not yet used, and a whole number, which every
 * encoder takes and which a person can type again.
 */
export function extrapolated(
  [end, inner]: readonly LadderPoint[],
  target: number,
  { min, max }: QualityControl,
  used: readonly LadderPoint[],
): number | undefined {
  if (end === undefined || inner === undefined) return undefined;
  const slope = (end.quality - inner.quality) / (end.control - inner.control);
  const direction = Math.sign(end.control - inner.control);
  // A flat end tells no distance: one ladder step on.
  const reach = slope < 0 ? Math.abs((target - end.quality) / slope) : Math.abs(end.control - inner.control);
  const step = Math.max(1, Math.ceil(Math.min(reach, 2 * Math.abs(end.control - inner.control))));
  const next = Math.min(max, Math.max(min, end.control + direction * step));
  return used.some((point) => point.control === next) ? undefined : next;
}
