import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ReportProgress } from '../../lambdas/shared/progress.ts';
import { releaseLock } from '../../lambdas/shared/stores/iteration-lock.ts';
import type { TaskHandler } from './handler.ts';
import { localHandlers } from './handlers.ts';
import type { Laboratory } from './laboratory.ts';
import { LocalLambda } from './lambda-adapter.ts';
import { LocalTasks } from './task-adapter.ts';
import { whenAborted } from './when-aborted.ts';
import { type Ending, type GivenInput, localExecutionId, runWorkflow, type StateEvent } from './workflow.ts';

export interface IterationRequest {
  /** Name of the execution, unique in the data folder; ids derive from it. */
  readonly name: string;
  readonly input: GivenInput;
  readonly onState?: (event: StateEvent) => void | Promise<void>;
  readonly onProgress?: ReportProgress;
  /** Aborted: the running task leaves what it has, no further one starts, and the iteration concludes. */
  readonly stop?: AbortSignal;
  /** Aborted: the running task and its encoders end at once. */
  readonly kill?: AbortSignal;
  /** Changes what stands in for the states, to bring about faults. */
  readonly standIns?: (
    handlers: Readonly<Record<string, TaskHandler>>,
  ) => Readonly<Record<string, TaskHandler>>;
  readonly retryWaits?: Readonly<Record<string, number>>;
}

/** The stack's programs on this machine, and what stands in for each state. */
export interface OpenPrograms extends AsyncDisposable {
  readonly handlers: Readonly<Record<string, TaskHandler>>;
  readonly tasks: LocalTasks;
}

/**
 * Starts the stack's programs.
 * @param logs folder that takes everything that they print.
 * @throws NoLocalHandlerError before anything runs.
 */
export function openPrograms(
  { assembly, environment, store }: Pick<Laboratory, 'assembly' | 'environment' | 'store'>,
  logs: string,
  report: ReportProgress = () => {},
): OpenPrograms {
  mkdirSync(logs, { recursive: true });
  const logTo = (file: string) => (text: string) =>
    appendFileSync(join(logs, file), text.endsWith('\n') ? text : `${text}\n`);
  const lambdas = new Map(
    [...assembly.lambdas].map(([arn, program]) => [
      arn,
      new LocalLambda(program, { environment, log: logTo('lambdas.log') }),
    ]),
  );
  const tasks = new LocalTasks(assembly.task, { environment, log: logTo('tasks.log'), report });
  return {
    handlers: localHandlers(assembly, { lambdas, tasks, store }),
    tasks,
    [Symbol.asyncDispose]: async () => {
      await tasks.stop();
      await Promise.all([...lambdas.values()].map((lambda) => lambda.close()));
    },
  };
}

/** Folder of an execution's logs. */
export function logFolder(folder: string, execution: string): string {
  return join(folder, 'logs', execution);
}

/** Runs one iteration of the laboratory to its end, whatever that is, and leaves no program behind. */
export async function runIteration(laboratory: Laboratory, request: IterationRequest): Promise<Ending> {
  const { name, input, onState = () => {}, onProgress, stop, kill, retryWaits } = request;
  const id = localExecutionId(name);
  await using programs = openPrograms(laboratory, logFolder(laboratory.folder, name), onProgress);
  const { tasks, handlers } = programs;
  using _stopping = whenAborted(stop, () => void tasks.stop());
  using _killing = whenAborted(kill, () => tasks.kill());
  const ending = await runWorkflow(laboratory.assembly, {
    id,
    input,
    handlers: request.standIns?.(handlers) ?? handlers,
    onState,
    ...(retryWaits && { retryWaits }),
  });
  // A workflow that outlasts its timeout never concludes.
  if (ending.kind === 'failed') await releaseLock(laboratory.tables, id);
  return ending;
}
