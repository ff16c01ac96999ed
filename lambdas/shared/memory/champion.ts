import { type Ruling, ruleOn, type Standing } from '../promotion.ts';
import type { ExperimentRecord, Measurement, MeasureRates } from '../record.ts';
import { codingHash } from '../spec.ts';
import type { CampaignSummary, Champion } from '../summary.ts';

/** Former champions that a summary keeps. */
const KEPT_LINEAGE = 20;

/** A record that was held against the champion, and what came of it. */
export interface Ruled {
  readonly record: ExperimentRecord;
  readonly ruling: Ruling;
}

/**
 * The records of an iteration held against a champion, best on the tune clips first; the order of delivery does not matter.
 * One is promoted at most: others that would be were overtaken by it. Records that are suspect, that have no BD-rate, and
 * replicates and confirmations are no candidates.
 * @param champion of the same clips; null: the anchor.
 */
export function rulingsOn(champion: Champion | null, records: readonly ExperimentRecord[]): Ruled[] {
  const ruled = records
    .filter(isCandidate)
    .sort(byBdRate)
    .map((record) => ({ record, ruling: ruling(champion, record) }));
  const first = ruled.find(({ ruling: { decision } }) => decision === 'promoted');
  return ruled.map((each) =>
    each === first || each.ruling.decision !== 'promoted'
      ? each
      : { ...each, ruling: { ...each.ruling, decision: 'overtaken', reason: overtaken(first) } },
  );
}

/**
 * A summary after an iteration's rulings.
 * @param trials arms that stood for something better, measured or not.
 * @param screenedOut whether any was screened out: a champion that nothing comes near is defended by that too.
 */
export function withRulings(
  summary: CampaignSummary,
  ruled: readonly Ruled[],
  trials: number,
  screenedOut: boolean,
): CampaignSummary {
  const promoted = ruled.find(({ ruling: { decision } }) => decision === 'promoted');
  if (promoted !== undefined)
    return { ...withFormerChampion(summary), champion: championOf(promoted), since_improvement: 0 };
  const { champion } = summary;
  const defended = champion !== null && (ruled.length > 0 || screenedOut);
  return {
    ...summary,
    since_improvement: summary.since_improvement + trials,
    champion: defended ? { ...champion, defended: (champion.defended ?? 0) + 1 } : champion,
  };
}

/** A summary whose champion is confirmed where one of the records is its confirmation. */
export function withConfirmation(
  summary: CampaignSummary,
  records: readonly ExperimentRecord[],
): CampaignSummary {
  const { champion } = summary;
  if (champion === null) return summary;
  const confirming = records.find(
    ({ spec, status, verdict }) =>
      spec.confirm === true &&
      status === 'succeeded' &&
      verdict !== 'suspect' &&
      codingHash(spec) === codingHash(champion.spec),
  );
  return confirming === undefined
    ? summary
    : { ...summary, champion: { ...champion, confirmed_by: confirming.experiment_id } };
}

/** A summary whose champion has stepped down into the lineage. */
export function withFormerChampion(summary: CampaignSummary): CampaignSummary {
  if (summary.champion === null) return summary;
  const { spec: _spec, tune: _tune, validate: _validate, ...former } = summary.champion;
  return { ...summary, champion: null, lineage: [...summary.lineage, former].slice(-KEPT_LINEAGE) };
}

type Candidate = ExperimentRecord & { measurement: Measurement & { bd_rate_percent: number } };

function isCandidate(record: ExperimentRecord): record is Candidate {
  const { spec, status, verdict, measurement } = record;
  return (
    status === 'succeeded' &&
    verdict !== 'suspect' &&
    (measurement?.bd_rate_percent ?? null) !== null &&
    spec.replicate_of === undefined &&
    spec.confirm !== true
  );
}

function ruling(champion: Champion | null, record: Candidate): Ruling {
  return ruleOn({
    candidate: {
      experimentId: record.experiment_id,
      tune: tuneRates(record.measurement),
      validate: record.measurement.validation?.clips ?? null,
    },
    champion: champion && standingOf(champion),
    validateClips: record.spec.clips.flatMap(({ name, set }, clip) =>
      set === 'validate' ? [{ clip, name }] : [],
    ),
    noisePercent: record.measurement.controls?.noise_percent ?? 0,
  });
}

function standingOf({ experiment_id, tune, validate, ...champion }: Champion): Standing {
  const { bd_rate_percent, bd_rate_ssim_percent } = champion;
  return {
    experimentId: experiment_id,
    tune: tune ?? { psnr_yuv: bd_rate_percent, ssim_db: bd_rate_ssim_percent },
    validate: validate ?? null,
  };
}

function championOf({ record, ruling: { provisional, unvalidated } }: Ruled): Champion {
  const { measurement } = record as Candidate;
  return {
    experiment_id: record.experiment_id,
    bd_rate_percent: measurement.bd_rate_percent,
    bd_rate_ssim_percent: measurement.bd_rate_ssim_percent,
    tune: tuneRates(measurement),
    validate: measurement.validation?.clips ?? null,
    validate_bd_rate_percent: measurement.validation?.bd_rate_percent ?? null,
    provisional,
    unvalidated,
    defended: 0,
    confirmed_by: null,
    bitrate_mbps: measurement.bitrate_mbps,
    spec: record.spec,
    at: record.finished_at ?? record.planned_at,
  };
}

function tuneRates(measurement: Measurement): MeasureRates {
  return {
    psnr_yuv: measurement.bd_rate_percent,
    ssim_db: measurement.bd_rate_ssim_percent,
    ms_ssim_db: measurement.bd_rate_ms_ssim_percent ?? null,
    xpsnr: measurement.bd_rate_xpsnr_percent ?? null,
    vmaf_neg: measurement.bd_rate_vmaf_neg_percent ?? null,
  };
}

function byBdRate(a: Candidate, b: Candidate): number {
  return (
    a.measurement.bd_rate_percent - b.measurement.bd_rate_percent ||
    (a.experiment_id < b.experiment_id ? -1 : 1)
  );
}

function overtaken(by: Ruled | undefined): string {
  return `${by?.record.experiment_id ?? 'another arm'} of the same iteration is better on the tune clips`;
}
