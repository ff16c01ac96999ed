import type { ExperimentRecord } from '../shared/record.ts';
import type { CampaignSummary, Champion } from '../shared/summary.ts';

/** Former champions that a summary keeps. */
const KEPT_LINEAGE = 50;

/**
 * The champion that a record would make: it beats the anchor in PSNR-YUV, its SSIM is measured and not worse than the
 * anchor's, and nothing is suspect about it. Undefined when it would make none.
 */
export function candidateChampion(record: ExperimentRecord): Champion | undefined {
  const { measurement, verdict, status } = record;
  if (status !== 'succeeded' || verdict === 'suspect' || measurement === null) return undefined;
  const { bd_rate_percent, bd_rate_ssim_percent } = measurement;
  if (bd_rate_percent === null || bd_rate_percent >= 0) return undefined;
  if (bd_rate_ssim_percent === null || bd_rate_ssim_percent > 0) return undefined;
  return {
    experiment_id: record.experiment_id,
    bd_rate_percent,
    bd_rate_ssim_percent,
    bitrate_mbps: measurement.bitrate_mbps,
    spec: record.spec,
    at: record.finished_at ?? record.planned_at,
  };
}

/**
 * A summary after a candidate has been held against its champion. A replicate that equals the champion is no gain; the
 * one with the smaller id is kept then, so that the order of delivery does not matter.
 */
export function withCandidate(summary: CampaignSummary, candidate: Champion | undefined): CampaignSummary {
  const { champion } = summary;
  if (candidate === undefined) return withoutGain(summary);
  if (champion === null || candidate.bd_rate_percent < champion.bd_rate_percent)
    return { ...withFormerChampion(summary), champion: candidate, since_improvement: 0 };
  const isEarlierReplicate =
    candidate.bd_rate_percent === champion.bd_rate_percent &&
    candidate.experiment_id < champion.experiment_id;
  return { ...withoutGain(summary), champion: isEarlierReplicate ? candidate : champion };
}

/** A summary whose champion has stepped down into the lineage. */
export function withFormerChampion(summary: CampaignSummary): CampaignSummary {
  if (summary.champion === null) return summary;
  const { spec: _spec, ...former } = summary.champion;
  return { ...summary, champion: null, lineage: [...summary.lineage, former].slice(-KEPT_LINEAGE) };
}

function withoutGain(summary: CampaignSummary): CampaignSummary {
  return { ...summary, since_improvement: summary.since_improvement + 1 };
}
