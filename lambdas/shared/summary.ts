import * as z from 'zod';
import { ArmStatistics } from './arm-statistics.ts';
import { StoredEncoder } from './configured.ts';
import { encoderName } from './encoder-name.ts';
import { FAILURE_CLASSES, PROPOSAL_SOURCES, SCHEMAS } from './names.ts';
import { MeasureRates, ValidateClip } from './record.ts';
import { EFFORT_NAMES } from './space.ts';
import { type Configuration, ExperimentSpec, Parameters } from './spec.ts';
import { StrategyName } from './strategy-name.ts';
import { CalibrationMemory } from './summary/calibration.ts';
import { FailureNote, RefutedIdea, TriedEncoder } from './summary/experience.ts';
import { IntelligenceMemory } from './summary/intelligence.ts';
import { SceneMemory } from './summary/scenes.ts';
import { FrontPoint, Ranking, RecentExperiment, ScreenedConfiguration } from './summary/standing.ts';

/**
 * The best experiment so far by the rules of ./promotion.ts: better than the one before in both families of metrics, on the
 * tune and on the validate clips. Its figures are means over the tune clips. What is optional is absent in summaries of
 * earlier versions.
 */
export const Champion = z.strictObject({
  experiment_id: z.string(),
  bd_rate_percent: z.number(),
  bd_rate_ssim_percent: z.number().nullable(),
  /** All measures of the tune clips. */
  tune: MeasureRates.optional(),
  /** What later candidates are held against; null where the campaign has no validate clip. For people and the recorder only. */
  validate: z.array(ValidateClip).nullable().optional(),
  /** Mean BD-rate over the validate clips in PSNR-YUV, percent; null for none. For people only. */
  validate_bd_rate_percent: z.number().nullable().optional(),
  /** True until six or more validate clips give an interval. */
  provisional: z.boolean().optional(),
  /** True where the campaign has no validate clip. */
  unvalidated: z.boolean().optional(),
  /** Concluded iterations that measured something and brought nothing better. */
  defended: z.int().optional(),
  /** Experiment that measured it once on the sealed clips and against the strong anchor; null before. */
  confirmed_by: z.string().nullable().optional(),
  bitrate_mbps: z.number().nullable(),
  spec: ExperimentSpec,
  at: z.iso.datetime(),
});
export type Champion = z.output<typeof Champion>;

export const CostEstimate = z.strictObject({ count: z.int(), mean_cpu_seconds: z.number() });

/** What a configuration came to on the campaign's tune clips, for the model of the search. */
export const SummaryObservation = z.strictObject({
  ...StoredEncoder,
  parameters: Parameters,
  bd_rate_percent: z.number(),
  experiment_id: z.string(),
});
export type SummaryObservation = z.output<typeof SummaryObservation>;

/** First time a milestone bitrate was met at the quality floor, on one clip. */
export const Milestone = z.strictObject({
  mbps: z.number(),
  experiment_id: z.string(),
  clip: z.string(),
  kind: z.enum(['synthetic', 'stored']),
  bitrate_mbps: z.number(),
  anchor_bitrate_mbps: z.number().nullable(),
});

/**
 * All of a campaign in one item that stays small at any length of history. Only the recorder writes it, guarded by
 * `version`; `applied` makes a second delivery of the same experiment change nothing.
 */
export const CampaignSummary = z.object({
  schema: z.literal(SCHEMAS.summary),
  /** Rises by one with each write; the condition of the next. */
  version: z.int(),
  clip_set: z.string().nullable(),
  /** Newest iteration (reasoning id) that succeeded on this clip set; absent before the first. */
  clip_set_confirmed_by: z.string().optional(),
  counts: z.strictObject({
    succeeded: z.int(),
    failed: z.int(),
    by_class: z.partialRecord(z.enum(FAILURE_CLASSES), z.int()),
  }),
  champion: Champion.nullable(),
  /** Former champions, oldest first, at most 20. */
  lineage: z.array(Champion.omit({ spec: true, tune: true, validate: true })),
  /** Experiments recorded since the champion last changed. */
  since_improvement: z.int(),
  /** Mean CPU seconds of an arm's tune clips by cost key (`encoder/preset`), anchor excluded; at most 100 keys. */
  costs: z.record(z.string(), CostEstimate),
  /** Mean bitrate of the anchor at the quality floor, Mbit/s; null until measured or when not reached. */
  anchor_bitrate_mbps: z.number().nullable(),
  milestones: z.array(Milestone),
  /** Of the forecasts so far: how many there were and how many measurements fell within p10 to p90. */
  forecasts: z.strictObject({ count: z.int(), within: z.int(), mean_absolute_error: z.number() }),
  /** Spending by calendar month (UTC, `2026-11`), the last 12. Compute is what the task's time costs on Fargate. */
  months: z.record(
    z.string(),
    z.strictObject({ llm_usd: z.number(), compute_usd: z.number(), experiments: z.int() }),
  ),
  /** By who proposed it; absent in summaries of earlier versions, likewise the next. */
  sources: z.partialRecord(z.enum(PROPOSAL_SOURCES), ArmStatistics).optional(),
  strategies: z.record(StrategyName, ArmStatistics).optional(),
  /** Distinct configurations with their BD-rates on these clips, oldest first, at most 300 and as many as its size allows; the best is never left out. */
  observations: z.array(SummaryObservation).optional(),
  /** Lowest BD-rate on these clips of an encoder with nothing but its effort given, percent; null or absent before one. */
  best_default_percent: z.number().nullable().optional(),
  /** Configurations that were screened out on these clips, oldest first, at most 60. */
  screened: z.array(ScreenedConfiguration).optional(),
  /** Configurations on these clips that none other beats in bitrate, quality and time at once, lowest bitrate first, at most 24. */
  front: z.array(FrontPoint).optional(),
  /** Five best and five worst of each strategy on these clips. */
  ranking: z.record(StrategyName, Ranking).optional(),
  /** The newest experiments that ended, newest last, at most 12. */
  recent: z.array(RecentExperiment).optional(),
  /** By class, four ids each. */
  failures: z.partialRecord(z.enum(FAILURE_CLASSES), FailureNote).optional(),
  /** By encoder: what was tried on these clips, so that what was not can be told. */
  tried: z.record(z.string(), TriedEncoder).optional(),
  /** On whatever clips, the one that was refuted last at the end, at most 16. */
  refuted: z.array(RefutedIdea).optional(),
  /** What the present tune clips are like and what each encoder came to on each. */
  scenes: SceneMemory.optional(),
  calibration: CalibrationMemory.optional(),
  intelligence: IntelligenceMemory.optional(),
  /** Ids already counted, newest last, at most 200. */
  applied: z.array(z.string()),
});
export type CampaignSummary = z.output<typeof CampaignSummary>;

/** The summary of a campaign without history. */
export function emptySummary(): CampaignSummary {
  return {
    schema: SCHEMAS.summary,
    version: 0,
    clip_set: null,
    counts: { succeeded: 0, failed: 0, by_class: {} },
    champion: null,
    lineage: [],
    since_improvement: 0,
    costs: {},
    anchor_bitrate_mbps: null,
    milestones: [],
    forecasts: { count: 0, within: 0, mean_absolute_error: 0 },
    months: {},
    applied: [],
  };
}

/** Key under which the cost of such an experiment is learnt: `libx265/medium`, `hybrid libx265/medium`. */
export function costKey(spec: Configuration): string {
  const effort = EFFORT_NAMES.map((name) => spec.parameters[name]).find((value) => value !== undefined);
  return `${encoderName(spec)}/${String(effort ?? 'default')}`;
}

/** A person's hold on a campaign. */
export const Control = z.object({ paused: z.boolean(), reason: z.string().max(400) });
export type Control = z.output<typeof Control>;
