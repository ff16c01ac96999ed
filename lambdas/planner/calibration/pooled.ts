import { hasTheseBins, noErrors } from '../../shared/forecasting/error-counts.ts';
import type { ProposalSource } from '../../shared/names.ts';
import type { CalibrationMemory, ForecastErrors } from '../../shared/summary/calibration.ts';

/** Errors that a source's forecasts are recalibrated by: its own, and those of all sources together. */
export interface KnownErrors {
  readonly own: ForecastErrors;
  readonly all: ForecastErrors;
}

/** @param source whose forecast it is; undefined: nobody's in particular */
export function knownErrors(
  memory: CalibrationMemory | undefined,
  source: ProposalSource | undefined,
): KnownErrors {
  const bySource = Object.entries(memory?.errors ?? {}).filter(([, errors]) => hasTheseBins(errors));
  const own = bySource.find(([name]) => name === source)?.[1] ?? noErrors();
  return { own, all: bySource.map(([, errors]) => errors).reduce(sum, noErrors()) };
}

function sum(a: ForecastErrors, b: ForecastErrors): ForecastErrors {
  const added = (left: readonly number[], right: readonly number[]) =>
    left.map((count, index) => count + (right[index] ?? 0));
  return {
    bd_rate: added(a.bd_rate, b.bd_rate),
    bitrate: added(a.bitrate, b.bitrate),
    improvement: a.improvement.map((band, index) => {
      const other = b.improvement[index] ?? { count: 0, stated: 0, improved: 0 };
      return {
        count: band.count + other.count,
        stated: band.stated + other.stated,
        improved: band.improved + other.improved,
      };
    }),
  };
}
