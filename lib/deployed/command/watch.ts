import { setTimeout } from 'node:timers/promises';
import { listenForStop, type StopSignals } from '../../local/command/stop-signals.ts';
import { openProgressView } from '../../local/progress/progress-view.ts';
import { readExperiment, readReasoning } from '../../local/read-iteration.ts';
import { iterationReport } from '../../local/report/iteration-report.ts';
import { withoutRunReport } from '../../local/report/without-run-report.ts';
import type { Terminal } from '../../local/terminal.ts';
import type { Ending } from '../../local/workflow.ts';
import type { Deployment } from '../deployment.ts';
import { type Execution, findExecution } from '../executions.ts';
import { follow } from '../follow.ts';
import { type StackOption, withDeployment } from './deployed.ts';

/** Seconds between two looks; after faults twice as long each time, up to a minute. */
const LOOK_SECONDS = 5;
const LONGEST_PAUSE_SECONDS = 60;

/** Shows a run while it goes on and what it came to. @returns exit code, as {@link watchExecution}. */
export function watch(
  { run, ...options }: StackOption & { readonly run?: string | undefined },
  terminal: Terminal,
): Promise<number> {
  return withDeployment(options, async (deployment) => {
    using signals = listenForStop();
    return watchExecution(deployment, await findExecution(deployment, run), signals, terminal);
  });
}

/** @returns exit code: 0 when the run ended as it should, 1 when it failed, 130 or 143 when it was left running. */
export async function watchExecution(
  deployment: Deployment,
  execution: Execution,
  signals: Pick<StopSignals, 'stop' | 'exitCode'>,
  terminal: Terminal,
): Promise<number> {
  const ending = await followBeforeEyes(deployment, execution, signals, terminal);
  if (ending === undefined) {
    const { name } = execution;
    terminal.say(
      `${name} goes on: npm run aws -- watch ${name} shows it again, npm run aws -- stop ${name} ends it`,
    );
    return signals.exitCode() ?? 0;
  }
  if (ending.kind === 'failed') {
    terminal.say(`the iteration failed: ${ending.error}: ${ending.cause}`);
    return 1;
  }
  terminal.say(
    ending.kind === 'done'
      ? await doneText(deployment, ending, terminal.columns)
      : withoutRunReport(ending.plan, terminal.columns),
  );
  return 0;
}

async function followBeforeEyes(
  deployment: Deployment,
  execution: Execution,
  { stop }: Pick<StopSignals, 'stop'>,
  terminal: Terminal,
): Promise<Ending | undefined> {
  const elapsed = (Date.now() - execution.startedAt.getTime()) / 1000;
  const title = `Run ${execution.name} of stack ${deployment.stackName}`;
  using view = openProgressView(terminal, title, elapsed);
  const pause = async (faults: number) => {
    const seconds = Math.min(LONGEST_PAUSE_SECONDS, LOOK_SECONDS * 2 ** faults);
    // Aborted means that nobody watches any more, which the loop sees by itself.
    await setTimeout(1000 * seconds, undefined, { signal: stop }).catch(() => {});
  };
  return await follow(deployment, execution, { view, stop, pause });
}

async function doneText(
  { tables, bucket }: Deployment,
  { plan, summary }: Extract<Ending, { kind: 'done' }>,
  columns: number,
): Promise<string> {
  const [reasoning, records] = await Promise.all([
    readReasoning(tables, plan.campaign, plan.reasoning_id ?? ''),
    Promise.all(plan.arms.map((arm) => readExperiment(tables, arm.campaign, arm.experiment_id))),
  ]);
  if (reasoning === undefined) return summary;
  return iterationReport({ reasoning, records, artifacts: `s3://${bucket}` }, columns);
}
