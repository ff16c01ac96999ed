import { STATES, type TaskName } from '../../../lambdas/shared/names.ts';
import { openProgressView } from '../progress/progress-view.ts';
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
  using view = openProgressView(terminal, title);
  using _stopping = whenAborted(stop, () => view.show({ kind: 'note', text: STOPPING }));
  view.show({ kind: 'planned', arms: [{ id, label }] });
  const state = (kind: 'entered' | 'exited' | 'caught') =>
    view.show({ kind: 'state', event: { kind, state: STATES.runExperiment, arm: 0, output: undefined } });
  state('entered');
  try {
    await runSingleTask(own.assembly, {
      ...{ folder, task, input, stop, kill, machine: process.env },
      name: `${task}-${id}`,
      onProgress: (event) => view.show({ kind: 'task', event }),
    });
    state('exited');
  } catch (error) {
    state('caught');
    throw error;
  }
}
