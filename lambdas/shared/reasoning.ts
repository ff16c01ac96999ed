import * as z from 'zod';
import { Forecast } from './forecast.ts';
import { PROPOSAL_SOURCES, SCHEMAS } from './names.ts';
import { RegisteredForecast } from './registered-forecast.ts';
import { CampaignName, ExperimentSpec, ParameterValue } from './spec.ts';
import { StrategyName } from './strategy-name.ts';

/** A statement and the experiments that it rests on. */
export const Insight = z.strictObject({ text: z.string().max(600), evidence: z.array(z.string()).max(20) });
export type Insight = z.output<typeof Insight>;

/** One experiment as it was planned, with the forecast that is registered before it runs. */
export const PlannedExperiment = z.strictObject({
  experiment_id: z.string(),
  spec: ExperimentSpec,
  spec_hash: z.string(),
  /** Why this experiment, in one sentence. */
  purpose: z.string().max(400),
  source: z.enum(PROPOSAL_SOURCES),
  /** BD-rate (PSNR-YUV) in percent. */
  expected_bd_rate: Forecast,
  /** Bitrate at the quality floor in Mbit/s. */
  expected_bitrate_mbps: z.number(),
  /** With the chance that a screening ends it. */
  expected_cpu_seconds: z.number(),
  /** When it is measured in full, which is what is set aside for it; absent: the same. */
  full_cpu_seconds: z.number().optional(),
  /** The whole forecast, raw and calibrated; absent in records of earlier versions. */
  forecast: RegisteredForecast.optional(),
  /** Distance to the nearest earlier experiment, 0 (the same) to 1 (another encoder); absent where there was none. */
  novelty: z.number().min(0).max(1).optional(),
});
export type PlannedExperiment = z.output<typeof PlannedExperiment>;

/** What the iteration came to, added when it concludes. */
export const ReasoningOutcome = z.strictObject({
  verdict: z.enum(['confirmed', 'refuted', 'inconclusive', 'suspect']),
  text: z.string().max(1000),
  concluded_at: z.iso.datetime(),
});
export type ReasoningOutcome = z.output<typeof ReasoningOutcome>;

/** A finding of the diagnosis that the model did not share. */
export const Disagreement = z.strictObject({ rule: z.string().max(80), reason: z.string().max(400) });
export type Disagreement = z.output<typeof Disagreement>;

/** A part of an encoder's space that the model holds to be promising: prior and warm start of the model-based search. */
export const PreferredRegion = z.strictObject({
  encoder: z.string(),
  parameter: z.string(),
  /** Values of the parameter's space, each in its type; of a number they mark the places around which to look. */
  values: z.array(ParameterValue).min(1).max(8),
  /** Share of the search that the region is worth. */
  weight: z.number().min(0).max(1),
  reason: z.string().max(300),
});
export type PreferredRegion = z.output<typeof PreferredRegion>;

/** A page that the web search tool found; all three are text of others. */
export const WebSource = z.strictObject({
  title: z.string().max(200),
  url: z.string().max(500),
  /** As the search gives it, for example `3 weeks ago`; null where it does not say. */
  page_age: z.string().max(40).nullable(),
});
export type WebSource = z.output<typeof WebSource>;

/** Share of one source of proposals, or of one strategy, in an iteration, and what it stood on. */
const Share = z.strictObject({
  arms: z.int(),
  /** Experiments that ended before, the machine's own failures left out. */
  experiments: z.int(),
  /** Validated improvement so far, percentage points of BD-rate, and what it has cost. */
  gain_points: z.number(),
  usd: z.number(),
});

/** How an iteration's arms were allotted: what findings demanded, the rest by Thompson sampling. */
export const Allocation = z.strictObject({
  sources: z.array(Share.extend({ source: z.enum(PROPOSAL_SOURCES) })).max(6),
  strategies: z.array(Share.extend({ strategy: StrategyName })).max(10),
});
export type Allocation = z.output<typeof Allocation>;

/** Why an iteration ran what it ran: stored before anything runs, so that it can be held against the results. */
export const ReasoningRecord = z.object({
  schema: z.literal(SCHEMAS.reasoning),
  campaign: CampaignName,
  reasoning_id: z.string(),
  execution_id: z.string(),
  timestamp: z.iso.datetime(),
  mode: z.enum(['llm', 'fallback', 'manual']),
  root_cause: z.string().max(1000),
  insights: z.array(Insight).max(12),
  hypothesis: z.string().max(1000),
  next_experiment: z.strictObject({
    approach: z.string().max(600),
    changes: z.array(z.string().max(300)).max(12),
  }),
  risks: z.array(z.string().max(400)).max(8),
  /** Of the arm with the best forecast. */
  expected_bitrate_mbps: z.number(),
  expected: Forecast,
  confidence_score: z.number().min(0).max(1),
  /** Model that reasoned; null in fallback and manual mode. */
  model: z.string().nullable(),
  input_tokens: z.int(),
  output_tokens: z.int(),
  cost_usd: z.number(),
  /** Why the LLM was meant but not used; null otherwise. */
  fallback_reason: z.string().max(600).nullable(),
  experiments: z.array(PlannedExperiment).min(1).max(8),
  /** Key of the whole exchange with the model in the artifact store; absent where none was asked, likewise the next. */
  exchange_key: z.string().optional(),
  allocation: Allocation.optional(),
  web_sources: z.array(WebSource).max(20).optional(),
  regions: z.array(PreferredRegion).max(12).optional(),
  disagreements: z.array(Disagreement).max(5).optional(),
  outcome: ReasoningOutcome.nullable(),
});
export type ReasoningRecord = z.output<typeof ReasoningRecord>;
