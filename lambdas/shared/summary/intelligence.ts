import * as z from 'zod';

/** Running totals over a whole campaign that the measures of intelligence are taken from. */
export const IntelligenceTotals = z.strictObject({
  iterations: z.int(),
  /** Experiments that stood for an attempt at something better; repetitions are none. */
  attempts: z.int(),
  /** Attempts that the machinery spoilt. */
  infrastructure: z.int(),
  /** Other attempts that failed, repeated what was known or gave no BD-rate. */
  wasted: z.int(),
  /** Sum of all improvements of the best validated BD-rate, percentage points; changes of clips are none. */
  gain_points: z.number(),
  cpu_seconds: z.number(),
  usd: z.number(),
  /** Attempts with an earlier one to be compared with, and the sum of their distances to the nearest, each 0 to 1. */
  compared: z.int(),
  novelty: z.number(),
  /** Attempts that were novel, how many of these won, and how many of the others. */
  novel: z.int(),
  novel_wins: z.int(),
  familiar_wins: z.int(),
  /** Directions that were refuted, those that were left afterwards, and the iterations that these were still followed. */
  refuted: z.int(),
  left: z.int(),
  followed: z.int(),
});
export type IntelligenceTotals = z.output<typeof IntelligenceTotals>;

/** A direction of the search that was refuted and not left yet. */
export const RefutedDirection = z.strictObject({
  /** Encoder and the names of what is changed, for example `libsvtav1: film_grain`. */
  direction: z.string().max(200),
  /** Iterations since in which it was followed still. */
  followed: z.int(),
});
export type RefutedDirection = z.output<typeof RefutedDirection>;

/** The measures as they stood after one iteration. Null: not known yet. */
export const IntelligencePoint = z.strictObject({
  reasoning_id: z.string(),
  /** Concluded iterations so far, this one included. */
  iteration: z.int(),
  /** Clips of the time; best rates are comparable within one set only. */
  clip_set: z.string().nullable(),
  /** Convergence: best validated BD-rate so far on the clips of the time, percent. */
  best_percent: z.number().nullable(),
  /** Adaptation: share of refuted directions that were left, and the mean of iterations until then. */
  left_share: z.number().nullable(),
  left_after: z.number().nullable(),
  /** Calibration: share of BD-rates within p10 to p90, and the mean Brier score, of the forecasts as registered. */
  coverage: z.number().nullable(),
  brier: z.number().nullable(),
  /** Novelty: mean distance of this iteration's attempts to the nearest earlier one, 0 to 1. */
  novelty: z.number().nullable(),
  /** Efficiency: share of attempts that failed or were wasted; gain in points per CPU hour and per dollar. */
  wasted_share: z.number().nullable(),
  gain_per_cpu_hour: z.number().nullable(),
  gain_per_usd: z.number().nullable(),
});
export type IntelligencePoint = z.output<typeof IntelligencePoint>;

/** The five measures of intelligence of a campaign over time. */
export const IntelligenceMemory = z.strictObject({
  totals: IntelligenceTotals,
  open: z.array(RefutedDirection),
  /** Oldest first: the newest twelve, and of a long history before them every second, fourth and so on. */
  series: z.array(IntelligencePoint),
});
export type IntelligenceMemory = z.output<typeof IntelligenceMemory>;
