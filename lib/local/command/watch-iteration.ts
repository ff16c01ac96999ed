import { join } from 'node:path';
import { STATES } from '../../../lambdas/shared/names.ts';
import { runIteration } from '../iteration.ts';
import type { Laboratory } from '../laboratory.ts';
import { plannedArms } from '../progress/planned-arms.ts';
import { openProgressView } from '../progress/progress-view.ts';
import { readExperiment, readReasoning } from '../read-iteration.ts';
import { iterationReport } from '../report/iteration-report.ts';
import type { Terminal } from '../terminal.ts';
import { whenAborted } from '../when-aborted.ts';
import type { Ending, GivenInput } from '../workflow.ts';
import type { StopSignals } from './stop-signals.ts';

export interface WatchedIteration {
  readonly name: string;
  readonly title: string;
  /** Data folder, as the person typed it. */
  readonly folder: string;
  readonly input: GivenInput;
  readonly signals: Pick<StopSignals, 'stop' | 'kill'>;
  readonly terminal: Terminal;
}

/** Runs one iteration before a person's eyes: progress, then the report. @returns how many experiments succeeded. */
export async function watchIteration(
  laboratory: Laboratory,
  request: WatchedIteration,
): Promise<{ readonly ending: Ending; readonly succeeded: number }> {
  const { tables } = laboratory;
  const { folder, terminal } = request;
  const ending = await watch(laboratory, request);
  if (ending.kind !== 'done') return { ending, succeeded: 0 };
  const { campaign, reasoning_id, arms } = ending.plan;
  const records = await Promise.all(
    arms.map((arm) => readExperiment(tables, arm.campaign, arm.experiment_id)),
  );
  const reasoning = await readReasoning(tables, campaign, reasoning_id ?? '');
  terminal.say(
    reasoning === undefined
      ? ending.summary
      : iterationReport({ reasoning, records, artifacts: join(folder, 'artifacts') }, terminal.columns),
  );
  return { ending, succeeded: records.filter(({ status }) => status === 'succeeded').length };
}

const STOPPING = 'stopping: what was measured is kept; press Ctrl-C again to end at once';

async function watch(
  laboratory: Laboratory,
  { name, title, input, signals, terminal }: WatchedIteration,
): Promise<Ending> {
  using view = openProgressView(terminal, title);
  const { stop, kill } = signals;
  using _stopping = whenAborted(stop, () => view.show({ kind: 'note', text: STOPPING }));
  return await runIteration(laboratory, {
    ...{ name, input, stop, kill },
    onProgress: (event) => view.show({ kind: 'task', event }),
    onState: async (event) => {
      if (event.state === STATES.plan && event.kind === 'exited')
        view.show(await plannedArms(laboratory.tables, event.output));
      view.show({ kind: 'state', event });
    },
  });
}
