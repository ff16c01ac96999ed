import { encoderName } from '../../../../shared/encoder-name.ts';
import { storedConfiguration } from '../../../../shared/memory/configuration.ts';
import { canonicalJson } from '../../../../shared/spec.ts';
import type { CampaignSummary } from '../../../../shared/summary.ts';
import { currentChampion } from '../../../current-champion.ts';
import { type Measured, measuredRecords, ratedRecords } from '../../../evidence.ts';
import type { PlanningContext } from '../../../planning.ts';
import { rounded } from './rounded.ts';

/** Configurations of one encoder that are listed, from the best and from the worst. */
const BEST_LISTED = 4;
const WORST_LISTED = 2;
/** Points of the front that are listed. */
const FRONT_LISTED = 10;

/** Champion, those before it, the front and the best and worst of each encoder: where the campaign stands. */
export function standing(context: PlanningContext) {
  const { summary } = context;
  return {
    champion: championLine(context),
    former_champions_newest_last: summary.lineage.slice(-10).map(({ experiment_id, bd_rate_percent }) => ({
      id: experiment_id,
      bd_rate_percent: rounded(bd_rate_percent),
    })),
    experiments_since_improvement: summary.since_improvement,
    anchor_floor_bitrate_mbps: rounded(summary.anchor_bitrate_mbps),
    pareto_front_of_bitrate_quality_and_time: paretoFront(context),
    best_and_worst_by_encoder: bestAndWorst(context),
  };
}

function championLine(context: PlanningContext) {
  const champion: CampaignSummary['champion'] = context.summary.champion;
  if (champion === null) return null;
  return {
    id: champion.experiment_id,
    encoder: encoderName(champion.spec),
    parameters: champion.spec.parameters,
    bd_rate_percent: rounded(champion.bd_rate_percent),
    bd_rate_ssim_percent: rounded(champion.bd_rate_ssim_percent),
    floor_bitrate_mbps: rounded(champion.bitrate_mbps),
    ...(currentChampion(context) === undefined && { comparable: false }),
  };
}

/** What no other experiment beats in bitrate, quality and time at once: the summary's, or of the records until it has one. */
function paretoFront(context: PlanningContext) {
  const { summary, clipSet } = context;
  const kept = summary.clip_set === clipSet ? summary.front : undefined;
  const points =
    kept?.map((point) => ({
      id: point.experiment_id,
      mbps: point.bitrate_mbps,
      ssim: point.bd_rate_ssim_percent,
      seconds: point.tune_cpu_seconds,
    })) ?? frontOf(measuredRecords(context));
  return points.slice(0, FRONT_LISTED).map(({ id, mbps, ssim, seconds }) => ({
    id,
    floor_bitrate_mbps: rounded(mbps),
    bd_rate_ssim_percent: rounded(ssim),
    cpu_seconds: rounded(seconds),
  }));
}

/** Records that no other one beats in bitrate at the quality floor, BD-rate by SSIM and CPU time, lowest bitrate first. */
function frontOf(measured: readonly Measured[]) {
  const points = measured.flatMap(({ experiment_id: id, measurement }) => {
    const { bitrate_mbps: mbps, bd_rate_ssim_percent: ssim } = measurement;
    const seconds = measurement.tune_cpu_seconds ?? measurement.cpu_seconds;
    return mbps === null || ssim === null ? [] : [{ id, mbps, ssim, seconds }];
  });
  type Point = (typeof points)[number];
  const beats = (a: Point, b: Point) =>
    a.mbps <= b.mbps &&
    a.ssim <= b.ssim &&
    a.seconds <= b.seconds &&
    (a.mbps < b.mbps || a.ssim < b.ssim || a.seconds < b.seconds);
  return points
    .filter((point) => !points.some((other) => beats(other, point)))
    .sort((a, b) => a.mbps - b.mbps);
}

/** Every configuration with a BD-rate on the present clips, the summary's and the newest, grouped by encoder. */
function bestAndWorst(context: PlanningContext) {
  const { summary, clipSet } = context;
  const kept = summary.clip_set === clipSet ? (summary.observations ?? []) : [];
  const recent = ratedRecords(context).map(({ spec, bdRate, experiment_id }) => ({
    ...storedConfiguration(spec),
    bd_rate_percent: bdRate,
    experiment_id,
  }));
  const distinct = new Map(
    [...kept, ...recent].map((each) => [canonicalJson([encoderName(each), each.parameters]), each]),
  );
  const groups = Map.groupBy(distinct.values(), encoderName);
  return [...groups].map(([encoder, group]) => {
    const sorted = group.toSorted((a, b) => a.bd_rate_percent - b.bd_rate_percent);
    const line = ({ experiment_id, parameters, bd_rate_percent }: (typeof group)[number]) => ({
      id: experiment_id,
      parameters,
      bd_rate_percent: rounded(bd_rate_percent),
    });
    return {
      encoder,
      measured: group.length,
      best: sorted.slice(0, BEST_LISTED).map(line),
      worst: sorted.slice(Math.max(BEST_LISTED, sorted.length - WORST_LISTED)).map(line),
    };
  });
}
