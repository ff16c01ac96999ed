import * as z from 'zod';
import { StoredEncoder } from '../configured.ts';
import { EXPERIMENT_STATUSES, PROPOSAL_SOURCES, VERDICTS } from '../names.ts';
import { Parameters } from '../spec.ts';

const Configured = { experiment_id: z.string(), ...StoredEncoder, parameters: Parameters };

/** A configuration with its mean BD-rate (PSNR-YUV) over the tune clips, percent. */
export const RankedConfiguration = z.strictObject({ ...Configured, bd_rate_percent: z.number() });
export type RankedConfiguration = z.output<typeof RankedConfiguration>;

/** Best and worst distinct configurations of a strategy on the present clips, each list beginning with the most extreme. */
export const Ranking = z.strictObject({
  top: z.array(RankedConfiguration),
  bottom: z.array(RankedConfiguration),
});
export type Ranking = z.output<typeof Ranking>;

/**
 * A configuration that no other measured one beats in all three at once: bitrate at the quality floor, quality at equal
 * rate, told by the BD-rate in SSIM, and time.
 */
export const FrontPoint = z.strictObject({
  ...Configured,
  /** Mean bitrate at the quality floor, Mbit/s. */
  bitrate_mbps: z.number(),
  bd_rate_ssim_percent: z.number(),
  /** CPU seconds to encode and decode the tune clips. */
  tune_cpu_seconds: z.number(),
  bd_rate_percent: z.number().nullable(),
});
export type FrontPoint = z.output<typeof FrontPoint>;

/** One of the newest experiments in short: plan, forecast and outcome. */
export const RecentExperiment = z.strictObject({
  ...Configured,
  source: z.enum(PROPOSAL_SOURCES),
  status: z.enum(EXPERIMENT_STATUSES),
  verdict: z.enum(VERDICTS).nullable(),
  /** As registered, p10, p50 and p90 of the BD-rate, percent. */
  forecast: z.tuple([z.number(), z.number(), z.number()]),
  bd_rate_percent: z.number().nullable(),
  /** Screened out: its score, which is no BD-rate. */
  score_percent: z.number().optional(),
  /** Class of its failure. */
  failure: z.string().optional(),
});
export type RecentExperiment = z.output<typeof RecentExperiment>;

/** A configuration that was screened out on the present clips, with its score in percent, which is no BD-rate. */
export const ScreenedConfiguration = z.strictObject({
  ...Configured,
  score_percent: z.number(),
  /** BD-rate over all tune clips that the score makes expect; absent in summaries of earlier versions. */
  expected_percent: z.number().optional(),
});
export type ScreenedConfiguration = z.output<typeof ScreenedConfiguration>;
