import { SCHEMAS } from './names.ts';
import type { ReasoningRecord } from './reasoning.ts';
import type { ExperimentRecord } from './record.ts';
import { clipSetHash } from './spec.ts';

/** The rows of a reasoning's experiments, status planned. */
export function plannedRecords(reasoning: ReasoningRecord): ExperimentRecord[] {
  return reasoning.experiments.map((experiment) => ({
    schema: SCHEMAS.record,
    campaign: reasoning.campaign,
    experiment_id: experiment.experiment_id,
    reasoning_id: reasoning.reasoning_id,
    status: 'planned',
    strategy: experiment.spec.strategy,
    source: experiment.source,
    purpose: experiment.purpose,
    spec: experiment.spec,
    spec_hash: experiment.spec_hash,
    clip_set: clipSetHash(experiment.spec),
    planned_at: reasoning.timestamp,
    finished_at: null,
    expected_bd_rate: experiment.expected_bd_rate,
    expected_bitrate_mbps: experiment.expected_bitrate_mbps,
    expected_cpu_seconds: experiment.expected_cpu_seconds,
    ...(experiment.forecast && { forecast: experiment.forecast }),
    ...(experiment.novelty !== undefined && { novelty: experiment.novelty }),
    measurement: null,
    verdict: null,
    verdict_reason: null,
    failure: null,
    result_key: null,
  }));
}
