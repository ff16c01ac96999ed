import { STATES } from '../../lambdas/shared/names.ts';
import type { ReasoningRecord } from '../../lambdas/shared/reasoning.ts';
import type { ExperimentRecord } from '../../lambdas/shared/record.ts';
import { plainTable } from '../../lib/local/report/table.ts';
import { Faults } from './faults.ts';
import { executionOf } from './soak.ts';

/** A fault, how often it happened, and how many of the experiments that it hit have not exactly one record that has ended. */
export interface FaultRow {
  readonly fault: string;
  readonly times: number;
  readonly experiments: number;
  readonly lost: number;
}

export interface FaultyRun {
  readonly seed: number;
  readonly iterations: number;
  readonly reasonings: readonly ReasoningRecord[];
  readonly records: readonly ExperimentRecord[];
}

/** What an iteration or an experiment met when nothing went wrong. */
const HARMLESS = new Set(['measured', 'once', 'nowhere', 'right']);

/** One row for each fault of a run, by its seed. */
export function faultRows({ seed, iterations, reasonings, records }: FaultyRun): FaultRow[] {
  const faults = new Faults(seed);
  const hits = new Map<string, { times: number; experiments: string[] }>();
  const hit = (part: string, name: string, experiments: readonly string[]) => {
    if (HARMLESS.has(name)) return;
    const row = hits.get(`${part}: ${name}`) ?? { times: 0, experiments: [] };
    row.times += 1;
    row.experiments.push(...experiments);
    hits.set(`${part}: ${name}`, row);
  };
  for (let iteration = 0; iteration < iterations; iteration++) {
    const execution = executionOf(iteration);
    const reasoning = reasonings.find(({ execution_id }) => execution_id === execution);
    const planned = reasoning?.experiments.map(({ experiment_id }) => experiment_id) ?? [];
    const kill = faults.kill(iteration);
    hit('planner', faults.call(STATES.plan, iteration), planned);
    hit('conclusion', faults.call(STATES.conclude, iteration), planned);
    hit('execution ended from outside', kill, planned);
    if (kill !== 'nowhere') hit('after that', faults.recovery(iteration), planned);
    hit('clock of the executions', faults.clock(iteration), planned);
    hit('a second execution at the same time', 'skipped', planned);
    if (reasoning?.fallback_reason != null) hit('Claude', 'no usable answer', planned);
    for (const id of planned) {
      hit('task', faults.task(id), [id]);
      hit('recorder', faults.recording(id), [id]);
    }
  }
  const ended = Map.groupBy(
    records.filter(({ status }) => ['succeeded', 'failed', 'abandoned'].includes(status)),
    ({ experiment_id }) => experiment_id,
  );
  return [...hits]
    .map(([fault, { times, experiments }]) => ({
      fault,
      times,
      experiments: experiments.length,
      lost: experiments.filter((id) => ended.get(id)?.length !== 1).length,
    }))
    .sort((a, b) => a.fault.localeCompare(b.fault));
}

export function faultTableText(rows: readonly FaultRow[]): string {
  return plainTable(
    [
      { heading: 'fault' },
      { heading: 'times', align: 'right' },
      { heading: 'experiments', align: 'right' },
      { heading: 'lost', align: 'right' },
    ],
    rows.map(({ fault, times, experiments, lost }) => [fault, ...[times, experiments, lost].map(String)]),
  );
}
