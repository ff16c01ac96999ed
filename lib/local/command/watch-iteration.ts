import { STATES } from '../../../lambdas/shared/names.ts';
import type { Tables } from '../../../lambdas/shared/stores/document-client.ts';
import { PlannerAnswer } from '../../../lambdas/shared/workflow.ts';
import { runIteration } from '../iteration.ts';
import type { Laboratory } from '../laboratory.ts';
import type { ProgressInput } from '../progress/iteration-progress.ts';
import { openProgressView } from '../progress/progress-view.ts';
import { readExperiment, readReasoning } from '../read-iteration.ts';
import { strategyText } from '../report/format.ts';
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
      : iterationReport({ reasoning, records, folder }, terminal.columns),
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

/** The arms with what each runs, from the workflow's state after Plan. */
async function plannedArms(tables: Tables, state: unknown): Promise<ProgressInput> {
  const plan = PlannerAnswer.safeParse((state as { plan?: unknown }).plan).data;
  const arms = (plan?.arms ?? []).map(async ({ campaign, experiment_id }) => {
    const { spec } = await readExperiment(tables, campaign, experiment_id);
    return { id: experiment_id, label: strategyText(spec) };
  });
  return { kind: 'planned', arms: await Promise.all(arms) };
}
