import { STATES, type TaskName } from '../../../lambdas/shared/names.ts';
import type { ProgressInput } from '../progress/iteration-progress.ts';
import { openProgressView, type ProgressView } from '../progress/progress-view.ts';
import { openOwnAssembly, runSingleTask } from '../single-task.ts';
import type { Terminal } from '../terminal.ts';
import { whenAborted } from '../when-aborted.ts';
import type { StopSignals } from './stop-signals.ts';

export interface WatchedTask {
  /** Data folder, as the person typed it. */
  readonly folder: string;
  readonly task: TaskName;
  readonly input: unknown;
  /** Id that the task's progress carries. */
  readonly id: string;
  readonly title: string;
  /** What it runs, for example `libx264 preset=slow`. */
  readonly label: string;
  readonly signals: Pick<StopSignals, 'stop' | 'kill'>;
  readonly terminal: Terminal;
}

const STOPPING = 'stopping: press Ctrl-C again to end at once';

/** Runs one task before a person's eyes, shown as a run of one experiment. @throws as {@link runSingleTask} */
export async function watchTask(watched: WatchedTask): Promise<void> {
  const { folder, task, input, id, title, label, signals, terminal } = watched;
  const { stop, kill } = signals;
  terminal.say('building the laboratory (synthesis of the stack, a few seconds)');
  const { synthesise } = await import('../../synthesise.ts');
  await using own = await openOwnAssembly((outdir) => synthesise({ outdir }).directory, kill);
  using open = new DisposableStack();
  // Nothing is shown of a task that refuses what it is told: its sentence is enough.
  let view: ProgressView | undefined;
  const show = (input: ProgressInput) => {
    if (view === undefined) {
      view = open.use(openProgressView(terminal, title));
      view.show({ kind: 'planned', arms: [{ id, label }] });
      view.show(stateOf('entered'));
    }
    view.show(input);
  };
  using _stopping = whenAborted(stop, () => show({ kind: 'note', text: STOPPING }));
  try {
    await runSingleTask(own.assembly, {
      ...{ folder, task, input, stop, kill, machine: process.env },
      name: `${task}-${id}`,
      onProgress: (event) => show({ kind: 'task', event }),
    });
    show(stateOf('exited'));
  } catch (error) {
    view?.show(stateOf('caught'));
    throw error;
  }
}

/** The one experiment of this run enters or leaves its state, as the workflow would tell it. */
function stateOf(kind: 'entered' | 'exited' | 'caught'): ProgressInput {
  return { kind: 'state', event: { kind, state: STATES.runExperiment, arm: 0, output: undefined } };
}
