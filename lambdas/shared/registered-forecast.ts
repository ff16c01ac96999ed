import * as z from 'zod';
import { Forecast } from './forecast.ts';

const Probability = z.number().min(0).max(1);

/** What is forecast of an experiment before it runs: as its source said it, and after recalibration from earlier scores. */
export const RegisteredForecast = z.strictObject({
  /** BD-rate (PSNR-YUV) over the tune clips, percent. */
  bd_rate: z.strictObject({ raw: Forecast, calibrated: Forecast }),
  /** Mean bitrate at the quality floor, Mbit/s. */
  bitrate_mbps: z.strictObject({ raw: Forecast, calibrated: Forecast }),
  /** Probability of a lower BD-rate than the champion's, or than the anchor's where there is none. */
  improvement: z.strictObject({ raw: Probability, calibrated: Probability }),
});
export type RegisteredForecast = z.output<typeof RegisteredForecast>;

/** Scores of one form of a forecast, raw or calibrated. */
export const FormScores = z.strictObject({
  /** Squared error of the probability of improvement, 0 to 1 (Brier 1950). */
  brier: z.number(),
  /** Mean pinball loss of the three BD-rate quantiles, percentage points (Koenker and Bassett 1978). */
  pinball: z.number(),
  /** Whether the BD-rate lay from p10 to p90. */
  covered: z.boolean(),
  /** Likewise of the bitrate, as logarithms of the rate; null where the floor was not reached. */
  bitrate_pinball: z.number().nullable(),
});
export type FormScores = z.output<typeof FormScores>;

/** How a registered forecast stood against what was measured. */
export const ForecastScores = z.strictObject({
  improved: z.boolean(),
  raw: FormScores,
  calibrated: FormScores,
});
export type ForecastScores = z.output<typeof ForecastScores>;
