import * as z from 'zod';
import { PROPOSAL_SOURCES } from '../names.ts';
import { StrategyName } from '../strategy-name.ts';

/** Mean scores of one form of the forecasts, raw or calibrated. */
export const FormTally = z.strictObject({
  /** Mean Brier score of the probability of improvement, 0 to 1, over `improvements`. */
  brier: z.number(),
  /** Mean pinball loss of the BD-rate, percentage points, over `measured`. */
  pinball: z.number(),
  /** How many of `measured` lay from p10 to p90; 80 % is the promise. */
  covered: z.int(),
  /** Mean pinball loss of the bitrate as natural logarithms, over `bitrates`. */
  bitrate_pinball: z.number(),
});
export type FormTally = z.output<typeof FormTally>;

/** How the forecasts of one source, or for one strategy, have stood against what was measured. */
export const ForecastTally = z.strictObject({
  /** Forecasts whose experiment was measured in full. */
  measured: z.int(),
  /** Forecasts of which it is known whether the experiment improved: those, and what was screened out. */
  improvements: z.int(),
  /** How many of these did improve. */
  improved: z.int(),
  /** Forecasts whose experiment reached the quality floor. */
  bitrates: z.int(),
  raw: FormTally,
  calibrated: FormTally,
});
export type ForecastTally = z.output<typeof ForecastTally>;

/** Forecasts of improvement within one band of stated probability: how many, their sum, and how many came true. */
const Band = z.strictObject({ count: z.number(), stated: z.number(), improved: z.number() });

/**
 * What recalibration learns from, of raw forecasts alone: counts of errors in units of the forecast's own deviation, and
 * of improvements by stated probability. Older ones weigh less.
 */
export const ForecastErrors = z.strictObject({
  bd_rate: z.array(z.number()),
  bitrate: z.array(z.number()),
  improvement: z.array(Band),
});
export type ForecastErrors = z.output<typeof ForecastErrors>;

/** Scores of the registered forecasts by source and strategy, and the errors that recalibration learns from by source. */
export const CalibrationMemory = z.strictObject({
  sources: z.partialRecord(z.enum(PROPOSAL_SOURCES), ForecastTally),
  strategies: z.record(StrategyName, ForecastTally),
  errors: z.partialRecord(z.enum(PROPOSAL_SOURCES), ForecastErrors),
});
export type CalibrationMemory = z.output<typeof CalibrationMemory>;
