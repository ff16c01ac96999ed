import { writtenScales } from '../restoration/coding.ts';
import type { RestorationKernel } from '../restoration/kernel.ts';

/** Shares of blocks below each step of activity, and of deviation: the few that deviate most are told apart best. */
const ACTIVITY_SHARES = [0.125, 0.25, 0.375, 0.5, 0.625, 0.75, 0.875];
const DEVIATION_SHARES = [0.3, 0.6, 0.8, 0.95];

/**
 * Limits of clipped features in 10-bit steps. Halving or doubling them changed the gain by less than a twentieth on two clips
 * at four rates, so that they are not searched.
 */
export const LIMITS_GIVEN: readonly number[] = writtenScales([8, 8, 24, 8, 8, 24]);

/** Thresholds between classes so that each step holds its share of the blocks that were collected. */
export class ScaleChoice {
  readonly #activities: number[] = [];
  readonly #deviations: number[] = [];

  /** Collects the blocks of the picture that is prepared. */
  add(kernel: RestorationKernel): void {
    const [columns, lines] = [kernel.blockColumns(), kernel.blockLines()];
    const stride = columns + 2;
    const activities = kernel.integers(kernel.activitiesAt(), stride * (lines + 2));
    const deviations = kernel.integers(kernel.deviationsAt(), stride * (lines + 2));
    for (let line = 1; line <= lines; line++)
      for (let column = 1; column <= columns; column++) {
        this.#activities.push(activities[line * stride + column] ?? 0);
        this.#deviations.push(deviations[line * stride + column] ?? 0);
      }
  }

  thresholds(): number[] {
    return writtenScales([
      ...quantiles(this.#activities, ACTIVITY_SHARES),
      ...quantiles(this.#deviations, DEVIATION_SHARES),
    ]);
  }
}

/** Thresholds so that each of one step more holds the same share of the values. */
export function equalShares(values: number[], thresholds: number): number[] {
  const shares = Array.from({ length: thresholds }, (_, index) => (index + 1) / (thresholds + 1));
  return writtenScales(quantiles(values, shares));
}

function quantiles(values: number[], shares: readonly number[]): number[] {
  const sorted = Float64Array.from(values).sort();
  return shares.map((share) => sorted[Math.floor(sorted.length * share)] ?? 0);
}
