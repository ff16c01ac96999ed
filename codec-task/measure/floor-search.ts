import { pchip } from '../../lambdas/shared/rate-distortion/interpolation/pchip.ts';
import { at, evaluate } from '../../lambdas/shared/rate-distortion/interpolation/piecewise-cubic.ts';
import type { QualityControl } from '../../lambdas/shared/space.ts';
import { extrapolated } from './ladder.ts';

/** A rate point as the floor search sees it. */
export interface FloorPoint {
  readonly control: number;
  readonly bitrate: number;
  /** Distance to the floor in dB by each measure that it is set in, negative below it. */
  readonly margins: readonly number[];
}

/** Most encodes of a floor search; no search over an encoder's whole range comes to so many. */
export const MOST_FLOOR_ENCODES = 16;
/** Interpolated tries, after which the gap is halved: a curve that misleads them costs only this many. */
const MOST_INTERPOLATIONS = 4;

/**
 * The next controls to measure, side by side, in search of the highest one that still meets the quality floor; none when
 * it is found (its upper neighbour was measured and misses) or lies outside the encoder's range. The choice depends on
 * the points alone, so that what is kept makes a search cheaper and never different.
 * @param points the ladder and what was searched before.
 * @param tried how many of the points were searched before.
 * @returns at most two
 */
export function floorControls(
  points: readonly FloorPoint[],
  control: QualityControl,
  tried: number,
): readonly number[] {
  const { above, below } = floorBracket(points);
  if (above === undefined || below === undefined) return outside(points, control, above === undefined);
  const expected = tried < MOST_INTERPOLATIONS ? interpolatedControl(points) : undefined;
  // Where the interpolation is right, both are needed: the last that meets the floor and the first that misses it.
  const next =
    expected === undefined
      ? [Math.floor((above.control + below.control) / 2)]
      : [Math.floor(expected), Math.floor(expected) + 1];
  const open = next.filter((value) => value > above.control && value < below.control);
  if (open.length > 0 || below.control - above.control <= 1) return open;
  return [expected !== undefined && expected >= below.control ? below.control - 1 : above.control + 1];
}

/** Beyond the end of the points that the floor lies at, by the line through the two there. */
function outside(points: readonly FloorPoint[], control: QualityControl, better: boolean): readonly number[] {
  const sorted = [...points]
    .sort((a, b) => a.control - b.control)
    .map((point) => ({ control: point.control, quality: Math.min(...point.margins) }));
  const next = extrapolated(better ? sorted.slice(0, 2) : sorted.slice(-2).reverse(), 0, control, sorted);
  return next === undefined ? [] : [next];
}

/** The point of the highest control that meets the floor, and the next higher one, which misses it. */
export function floorBracket<Point extends Pick<FloorPoint, 'control' | 'margins'>>(
  points: readonly Point[],
): { above: Point | undefined; below: Point | undefined } {
  const sorted = [...points].sort((a, b) => a.control - b.control);
  const meets = ({ margins }: Point) => margins.every((margin) => margin >= 0);
  const above = sorted.filter(meets).at(-1);
  const below = sorted.find(
    (point) => !meets(point) && (above === undefined || point.control > above.control),
  );
  return { above, below };
}

/**
 * Where every measure meets the floor, by PCHIP of the margins over the logarithm of the rate, and of that over the
 * control; undefined where the rate does not fall as the control rises.
 */
function interpolatedControl(points: readonly FloorPoint[]): number | undefined {
  const rising = [...points].sort((a, b) => b.control - a.control);
  const logRates = rising.map(({ bitrate }) => Math.log(bitrate));
  if (logRates.some((rate, index) => index > 0 && rate <= at(logRates, index - 1))) return undefined;
  const measures = at(rising, 0).margins.map((_, measure) =>
    rising.map(({ margins }) => at(margins, measure)),
  );
  const logRate = Math.max(...measures.map((margins) => crossing(logRates, margins)));
  return evaluate(
    pchip(
      logRates,
      rising.map(({ control }) => control),
    ),
    logRate,
  );
}

/** The lowest x from which on the curve through the points stays at zero or above; the lowest x of all if it always does. */
function crossing(x: readonly number[], y: readonly number[]): number {
  const last = y.findLastIndex((value) => value < 0);
  if (last === -1) return at(x, 0);
  if (last === y.length - 1) return at(x, last);
  const curve = pchip(x, y);
  let [low, high] = [at(x, last), at(x, last + 1)];
  // A control is a whole number: a thousandth of a segment is far finer than that.
  for (let halving = 0; halving < 20; halving++) {
    const middle = (low + high) / 2;
    if (evaluate(curve, middle) < 0) low = middle;
    else high = middle;
  }
  return high;
}
