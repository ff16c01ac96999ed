import type { ExperimentRecord } from '../record.ts';
import { canonicalJson } from '../spec.ts';
import type { CampaignSummary, SummaryObservation } from '../summary.ts';

/** Configurations that a summary keeps: at about 200 bytes each, 60 KB. */
const KEPT = 300;

/** A summary with the configuration of a sound measurement; the newest measurement of the same one stands. */
export function withObservation(summary: CampaignSummary, record: ExperimentRecord): CampaignSummary {
  const rate = record.measurement?.bd_rate_percent ?? null;
  if (rate === null) return summary;
  const { encoder, parameters } = record.spec;
  const own: SummaryObservation = {
    ...{ encoder, parameters, bd_rate_percent: rate },
    experiment_id: record.experiment_id,
  };
  const key = configurationKey(own);
  const others = (summary.observations ?? []).filter((each) => configurationKey(each) !== key);
  return { ...summary, observations: withinRoom([...others, own]) };
}

/** Without the oldest where there are too many; the best stays however old it is. */
function withinRoom(observations: readonly SummaryObservation[]): SummaryObservation[] {
  if (observations.length <= KEPT) return [...observations];
  const best = observations.reduce((a, b) => (b.bd_rate_percent < a.bd_rate_percent ? b : a));
  const oldest = observations.findIndex((each) => each !== best);
  return observations.filter((_, index) => index !== oldest);
}

function configurationKey({
  encoder,
  parameters,
}: Pick<SummaryObservation, 'encoder' | 'parameters'>): string {
  return canonicalJson([encoder, parameters]);
}
