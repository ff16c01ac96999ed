import { experimentId } from '../shared/keys.ts';
import { type ProposalSource, SCHEMAS } from '../shared/names.ts';
import type { PlannedExperiment, ReasoningRecord } from '../shared/reasoning.ts';
import type { RegisteredForecast } from '../shared/registered-forecast.ts';
import { type ExperimentSpec, specHash } from '../shared/spec.ts';
import { rawForecasts } from './calibration/raw-forecasts.ts';
import { registerForecast, statedForecast } from './calibration/register-forecast.ts';
import { repeats } from './confirmation.ts';
import { confirmationCpuSeconds, expectedCpuSeconds, screenedCpuSeconds } from './cost.ts';
import type { LlmUse } from './llm/ask-claude.ts';
import { noveltyOf } from './novelty.ts';
import type { PlanningContext, Proposal, ProposedExperiment } from './planning.ts';
import { inFull } from './screening.ts';
import { specOfProposed } from './spec-of.ts';

/** Where a proposal came from and what it cost. */
export interface Origin {
  readonly mode: ReasoningRecord['mode'];
  readonly use: LlmUse | undefined;
  readonly fallbackReason: string | null;
}

/** The reasoning record with all its experiments, ids included: equal for every retry of an execution. */
export function reasoningRecord(
  context: PlanningContext,
  proposal: Proposal,
  origin: Origin,
  ids: { readonly reasoningId: string; readonly executionId: string },
): ReasoningRecord {
  const experiments = proposal.experiments.map((experiment, index): PlannedExperiment => {
    const proposed = specOfProposed(context, experiment);
    const spec = origin.mode === 'manual' ? inFull(proposed) : proposed;
    const source = sourceOf(origin.mode, experiment);
    const forecast = forecastOf(context, experiment, source);
    const novelty = repeats(spec) ? undefined : noveltyOf(context, spec);
    return {
      experiment_id: experimentId(ids.reasoningId, index),
      spec,
      spec_hash: specHash(spec),
      purpose: experiment.purpose.slice(0, 400),
      source,
      expected_bd_rate: forecast.bd_rate.calibrated,
      expected_bitrate_mbps: forecast.bitrate_mbps.calibrated.p50,
      ...costOf(context, spec, experiment),
      forecast,
      ...(novelty !== undefined && { novelty }),
    };
  });
  const rest = experiments.filter(({ spec }) => !repeats(spec));
  const best = (rest.length > 0 ? rest : experiments).toSorted(
    (a, b) => a.expected_bd_rate.p50 - b.expected_bd_rate.p50,
  )[0];
  if (best === undefined) throw new RangeError('a reasoning without experiments cannot be recorded');
  return {
    schema: SCHEMAS.reasoning,
    campaign: context.campaign,
    reasoning_id: ids.reasoningId,
    execution_id: ids.executionId,
    timestamp: context.now.toISOString(),
    mode: origin.mode,
    root_cause: proposal.root_cause.slice(0, 1000),
    insights: proposal.insights.slice(0, 12).map(({ text, evidence }) => ({ text, evidence: [...evidence] })),
    hypothesis: proposal.hypothesis,
    next_experiment: {
      approach: proposal.next_experiment.approach,
      changes: [...proposal.next_experiment.changes],
    },
    risks: [...proposal.risks].slice(0, 8),
    expected_bitrate_mbps: best.expected_bitrate_mbps,
    expected: best.expected_bd_rate,
    confidence_score: confidenceOf(proposal, origin.mode, best),
    model: origin.mode === 'llm' ? (origin.use?.model ?? null) : null,
    input_tokens: origin.use?.input_tokens ?? 0,
    output_tokens: origin.use?.output_tokens ?? 0,
    cost_usd: origin.use?.cost_usd ?? 0,
    fallback_reason: origin.fallbackReason?.slice(0, 600) ?? null,
    experiments,
    ...(origin.use?.exchange_key && { exchange_key: origin.use.exchange_key }),
    ...(origin.use?.web_sources?.length && { web_sources: [...origin.use.web_sources] }),
    ...(proposal.allocation && { allocation: proposal.allocation }),
    ...(proposal.regions?.length && { regions: [...proposal.regions] }),
    ...(proposal.disagreements?.length && { disagreements: [...proposal.disagreements] }),
    outcome: null,
  };
}

/** A model states its own confidence in its hypothesis; otherwise it is the probability that the best arm improves. */
function confidenceOf(
  { confidence_score }: Proposal,
  mode: ReasoningRecord['mode'],
  { forecast, spec }: PlannedExperiment,
): number {
  return mode === 'llm' || repeats(spec)
    ? confidence_score
    : (forecast?.improvement.calibrated ?? confidence_score);
}

/** What is known already is stated as it is; how other forecasts came out says nothing of it. */
function forecastOf(
  context: PlanningContext,
  experiment: ProposedExperiment,
  source: ProposalSource,
): RegisteredForecast {
  const isKnown = experiment.replicate_of !== undefined || experiment.confirm === true;
  const raw = rawForecasts(context, experiment);
  return isKnown ? statedForecast(raw) : registerForecast(context, raw, source);
}

/** What an arm is expected to cost, and what it costs when no screening ends it. */
function costOf(
  context: PlanningContext,
  spec: ExperimentSpec,
  { confirm, expected_bd_rate }: ProposedExperiment,
): Pick<PlannedExperiment, 'expected_cpu_seconds' | 'full_cpu_seconds'> {
  if (confirm) return { expected_cpu_seconds: confirmationCpuSeconds(context, spec) };
  return {
    expected_cpu_seconds: screenedCpuSeconds(context, spec, expected_bd_rate),
    full_cpu_seconds: expectedCpuSeconds(context, spec),
  };
}

function sourceOf(mode: ReasoningRecord['mode'], { source }: ProposedExperiment): ProposalSource {
  const whole = { llm: 'llm', fallback: 'rules', manual: 'manual' } as const;
  return source ?? whole[mode];
}
