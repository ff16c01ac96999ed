import type { ExperimentRecord } from '../record.ts';
import { EFFORT_NAMES } from '../space.ts';
import type { Parameters } from '../spec.ts';
import type { CampaignSummary, SummaryObservation } from '../summary.ts';
import { storedConfiguration, withNewest } from './configuration.ts';

/** Configurations that a summary keeps at most; its size may allow fewer. */
const KEPT = 300;

/** Parameters that set effort: an encoder with nothing else given is at its own defaults. */
const EFFORT: ReadonlySet<string> = new Set(EFFORT_NAMES);

/**
 * A summary with the configuration of a sound measurement, the newest measurement of the same one standing, and with the
 * best of the encoders' own defaults.
 */
export function withObservation(summary: CampaignSummary, record: ExperimentRecord): CampaignSummary {
  const rate = record.measurement?.bd_rate_percent ?? null;
  if (rate === null) return summary;
  const { parameters } = record.spec;
  const own: SummaryObservation = {
    ...storedConfiguration(record.spec),
    bd_rate_percent: rate,
    experiment_id: record.experiment_id,
  };
  const observations = withoutOldest(withNewest(summary.observations ?? [], own), KEPT);
  const best = summary.best_default_percent ?? null;
  return isDefault(parameters)
    ? { ...summary, observations, best_default_percent: Math.min(rate, best ?? rate) }
    : { ...summary, observations };
}

/** The newest so many; the best stays however old it is. */
export function withoutOldest(
  observations: readonly SummaryObservation[],
  kept: number,
): SummaryObservation[] {
  if (observations.length <= kept) return [...observations];
  const best = observations.reduce((a, b) => (b.bd_rate_percent < a.bd_rate_percent ? b : a));
  const newest = observations.slice(observations.length - kept);
  return newest.includes(best) ? newest : [best, ...newest.slice(1)];
}

function isDefault(parameters: Parameters): boolean {
  return Object.keys(parameters).every((name) => EFFORT.has(name));
}
