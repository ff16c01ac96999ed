import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import * as z from 'zod';
import { ProgressEvent, type ReportProgress } from '../../lambdas/shared/progress.ts';
import { TASK_EXIT } from '../../lambdas/shared/task-exit.ts';
import type { TaskProgram } from './cloud-assembly.ts';
import { taskError } from './handler.ts';
import { removeTaskFolders } from './task-folders.ts';

export interface TaskSurroundings {
  /** Variables that go over those of the template and of the state. */
  readonly environment: Readonly<Record<string, string>>;
  /** Takes every line that the task prints. */
  readonly log: (line: string) => void;
  readonly report: ReportProgress;
}

/** As much of `ecs:runTask` as the stack's state gives. */
const RunTask = z.object({
  TaskDefinition: z.string(),
  Overrides: z
    .object({
      ContainerOverrides: z.array(
        z.object({
          Name: z.string(),
          Environment: z.array(z.object({ Name: z.string(), Value: z.string() })).default([]),
        }),
      ),
    })
    .optional(),
});

/** Runs the codec task as child processes where AWS has Fargate. */
export class LocalTasks {
  readonly #task: TaskProgram;
  readonly #surroundings: TaskSurroundings;
  readonly #running = new Set<ChildProcess>();
  #stopped = false;

  constructor(task: TaskProgram, surroundings: TaskSurroundings) {
    this.#task = task;
    this.#surroundings = surroundings;
  }

  /**
   * Runs the task to its end.
   * @param timeoutSeconds of the state; the interpreter leaves a late task alone, so it is stopped from here.
   * @throws `States.TaskFailed` with the stopped task as JSON for every exit but zero.
   */
  async run(parameters: unknown, timeoutSeconds: number): Promise<unknown> {
    const request = RunTask.parse(parameters);
    if (this.#stopped) throw this.#failure('UserInitiated', 'stopped before it started', TASK_EXIT.stopped);
    const child = this.#spawn(request);
    const timer = setTimeout(() => this.#end(child), timeoutSeconds * 1000);
    try {
      const [code, signal]: [number | null, NodeJS.Signals | null] = (await once(child, 'close')) as never;
      const exitCode = code ?? (signal === 'SIGTERM' ? TASK_EXIT.stopped : TASK_EXIT.killed);
      if (exitCode === TASK_EXIT.experimentDone) return this.#stoppedTask('EssentialContainerExited', '', 0);
      throw this.#stopped
        ? this.#failure('UserInitiated', 'the laboratory was stopped', exitCode)
        : this.#failure('EssentialContainerExited', 'Essential container in task exited', exitCode);
    } finally {
      clearTimeout(timer);
      this.#running.delete(child);
      this.#cleanUp(child);
    }
  }

  /** Asks all tasks to stop and leave what they have; no further one starts. Resolves when all have ended. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.all([...this.#running].map((child) => this.#end(child)));
  }

  /** Ends all tasks and their encoders at once, and removes their temporary folders. */
  kill(): void {
    this.#stopped = true;
    for (const child of this.#running) signalGroup(child, 'SIGKILL');
    // This process may end before it hears that they have.
    for (const child of this.#running) this.#cleanUp(child);
  }

  #cleanUp({ pid }: ChildProcess): void {
    const temporary = this.#surroundings.environment['TMPDIR'];
    if (pid !== undefined) removeTaskFolders(temporary, pid);
  }

  #spawn(request: z.output<typeof RunTask>): ChildProcess {
    const { environment, log, report } = this.#surroundings;
    const override = request.Overrides?.ContainerOverrides.find(({ Name }) => Name === this.#task.container);
    const overridden = (override?.Environment ?? []).map(({ Name, Value }) => [Name, Value]);
    const child = spawn(process.execPath, [this.#task.program], {
      env: { ...this.#task.environment, ...Object.fromEntries(overridden), ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
      // A process group of its own: Ctrl-C reaches the laboratory, which then asks the task to stop.
      detached: true,
    });
    this.#running.add(child);
    createInterface({ input: child.stdout }).on('line', (line) => {
      log(line);
      const event = readEvent(line);
      if (event !== undefined) report(event);
    });
    createInterface({ input: child.stderr }).on('line', log);
    return child;
  }

  async #end(child: ChildProcess): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'close');
    child.kill('SIGTERM');
    const patience = new AbortController();
    const killed = wait(this.#task.stopSeconds * 1000, undefined, { signal: patience.signal }).then(
      () => signalGroup(child, 'SIGKILL'),
      () => undefined,
    );
    await ended;
    patience.abort();
    await killed;
  }

  #failure(stopCode: string, reason: string, exitCode: number): Error {
    return taskError('States.TaskFailed', this.#stoppedTask(stopCode, reason, exitCode));
  }

  #stoppedTask(StopCode: string, StoppedReason: string, ExitCode: number) {
    const Containers = [{ Name: this.#task.container, ExitCode }];
    return { LastStatus: 'STOPPED', StopCode, StoppedReason, Containers };
  }
}

/** A progress event, or undefined for any other line that a program may print. */
function readEvent(line: string): ProgressEvent | undefined {
  try {
    return ProgressEvent.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
