import { appendFileSync, mkdirSync, rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { NamedError } from '../../lambdas/shared/errors.ts';
import { faultIn } from '../../lambdas/shared/log-line.ts';
import { ENVIRONMENT, STATES, type TaskName } from '../../lambdas/shared/names.ts';
import type { ReportProgress } from '../../lambdas/shared/progress.ts';
import { type LabAssembly, readAssembly } from './cloud-assembly.ts';
import { localEnvironment } from './environment.ts';
import { logFolder } from './iteration.ts';
import { LocalTasks } from './task-adapter.ts';
import { taskStates } from './task-states.ts';
import { UsageError } from './usage-error.ts';
import { whenAborted } from './when-aborted.ts';

/** The codec task could not do what it was told; its own words. */
export class TaskEndedError extends NamedError {
  constructor(message: string) {
    super('TaskEnded', message);
  }
}

export interface SingleTask {
  /** Data folder; its artifacts are all that the task sees of it. */
  readonly folder: string;
  /** This machine's own environment. */
  readonly machine: Readonly<Record<string, string | undefined>>;
  readonly task: TaskName;
  /** What it is to do, as `lambdas/shared/task-input.ts` has it. */
  readonly input: unknown;
  /** Names its log below the data folder. */
  readonly name: string;
  readonly onProgress: ReportProgress;
  /** Aborted: the task leaves what it has and ends. */
  readonly stop: AbortSignal;
  /** Aborted: the task and its encoders end at once. */
  readonly kill: AbortSignal;
}

/** The stack's programs in a folder of their own, which goes with it. */
export interface OwnAssembly extends AsyncDisposable {
  readonly assembly: LabAssembly;
}

/**
 * Synthesises the stack where nobody else's programs are replaced while they run.
 * @param synthesise fills a folder when called. @returns the assembly's folder.
 * @param kill aborted: the folder goes at once.
 */
export async function openOwnAssembly(
  synthesise: (outdir: string) => string | Promise<string>,
  kill: AbortSignal,
): Promise<OwnAssembly> {
  const outdir = await mkdtemp(join(tmpdir(), 'codec-lab-assembly-'));
  // After that, this process ends before anything asynchronous.
  const killing = whenAborted(kill, () => rmSync(outdir, { recursive: true, force: true }));
  const close = async () => {
    killing[Symbol.dispose]();
    await rm(outdir, { recursive: true, force: true });
  };
  try {
    return { assembly: readAssembly(await synthesise(outdir)), [Symbol.asyncDispose]: close };
  } catch (error) {
    await close();
    throw error;
  }
}

/**
 * Runs one task of the stack's own program outside of any iteration: it takes no lock, reads no table and may run beside
 * one.
 * @throws UsageError for a spec that is not allowed; TaskEndedError for every other end before the task was done.
 */
export async function runSingleTask(assembly: LabAssembly, request: SingleTask): Promise<void> {
  const { machine, task, input, name, onProgress, stop, kill } = request;
  const folder = resolve(request.folder);
  const log = openLog(logFolder(folder, name));
  const environment = {
    ...localEnvironment(machine, { artifactsFolder: join(folder, 'artifacts') }),
    [ENVIRONMENT.task]: task,
    [ENVIRONMENT.taskInput]: JSON.stringify(input),
  };
  const tasks = new LocalTasks(assembly.task, { environment, log: log.write, report: onProgress });
  using _stopping = whenAborted(stop, () => void tasks.stop());
  using _ending = whenAborted(kill, () => tasks.kill());
  await tasks.run({ TaskDefinition: assembly.task.family }, timeoutOf(assembly)).catch((error: unknown) => {
    throw ended(log.lastWords(), error);
  });
}

function openLog(folder: string) {
  mkdirSync(folder, { recursive: true });
  let last: ReturnType<typeof faultIn>;
  return {
    write: (line: string) => {
      last = faultIn(line) ?? last;
      appendFileSync(join(folder, 'tasks.log'), `${line}\n`);
    },
    lastWords: () => last,
  };
}

/** As long as an experiment may take in the workflow. */
function timeoutOf({ definition }: LabAssembly): number {
  return taskStates(definition).find(({ name }) => name === STATES.runExperiment)?.timeoutSeconds ?? 3600;
}

function ended(lastWords: ReturnType<typeof faultIn>, error: unknown): Error {
  if (lastWords?.error === 'InvalidSpec') return new UsageError(lastWords.message);
  if (lastWords !== undefined) return new TaskEndedError(lastWords.message);
  const { StoppedReason = String(error), Containers } = stoppedTask(error);
  return new TaskEndedError(
    `the codec task ended without a word (exit ${Containers?.[0]?.ExitCode ?? 'unknown'}): ${StoppedReason}`,
  );
}

function stoppedTask(error: unknown): { StoppedReason?: string; Containers?: { ExitCode?: number }[] } {
  try {
    return JSON.parse((error as Error).message);
  } catch {
    return {};
  }
}
