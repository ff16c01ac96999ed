import type { CurvePoint } from './bd-rate.ts';

/** From here on a VMAF score is counted as its ceiling, as the AOM common test conditions do. */
const CEILING = 99.5;
/** Where the ceiling begins to press; a clip against itself may score as low as this. */
const NEAR_CEILING = 95;
/** A rise for a doubled rate under which the score says no more how good a picture is; six make a just noticeable difference. */
const LEAST_RISE = 0.5;

/**
 * Whether a curve of VMAF over rate has reached the ceiling of the scale: there the logarithm of the rate as a function of
 * the score is steep or undefined, and a BD-rate over it is noise.
 */
export function isSaturated(points: readonly CurvePoint[]): boolean {
  const sorted = [...points].sort((a, b) => a.rate - b.rate);
  return sorted.some(({ rate, quality }, index) => {
    if (quality >= CEILING) return true;
    const before = sorted[index - 1];
    if (before === undefined || Math.min(quality, before.quality) < NEAR_CEILING) return false;
    return (quality - before.quality) / Math.log2(rate / before.rate) < LEAST_RISE;
  });
}
