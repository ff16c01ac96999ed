import { type Circuit, circuitAfter, resumedCircuit } from '../shared/circuit.ts';
import { embeddedMetrics } from '../shared/embedded-metrics.ts';
import { METRICS } from '../shared/names.ts';
import type { ExperimentRecord } from '../shared/record.ts';
import { type PlanningState, putControl } from '../shared/stores/campaign-store.ts';
import { putCircuit } from '../shared/stores/circuit-store.ts';
import type { RunInput } from '../shared/workflow.ts';
import type { Surroundings } from './surroundings.ts';

/** What a person and the breaker say about whether anything may run. */
export type Permission = Pick<PlanningState, 'control' | 'circuit'>;

/**
 * Pause and circuit breaker at the beginning of a planning: lifted where the input resumes the campaign, and the breaker
 * opened where the newest records demand it. A dry run resumes nothing and stores nothing.
 */
export async function checkCircuit(
  { tables, settings, now, print }: Surroundings,
  { campaign, resume, dryRun }: RunInput,
  before: Permission,
  { records, reasoningId }: { readonly records: readonly ExperimentRecord[]; readonly reasoningId: string },
): Promise<Permission> {
  const isResumed = resume && !dryRun;
  const start = isResumed ? resumedCircuit(before.circuit) : before.circuit;
  const circuit = circuitAfter(start, records, settings.circuit_failures, now());
  const control = isResumed ? { paused: false, reason: '' } : before.control;
  if (dryRun) return { control, circuit };
  if (before.control.paused && isResumed) await putControl(tables, campaign, control);
  if (circuit !== before.circuit) await putCircuit(tables, campaign, circuit);
  const metrics = { [METRICS.circuitOpen]: isOpen(circuit) };
  print(embeddedMetrics(campaign, metrics, now(), { run_id: reasoningId }));
  return { control, circuit };
}

function isOpen({ open }: Circuit): number {
  return open ? 1 : 0;
}
