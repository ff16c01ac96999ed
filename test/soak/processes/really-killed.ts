import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { ENVIRONMENT, STATES } from '../../../lambdas/shared/names.ts';
import type { ProgressEvent } from '../../../lambdas/shared/progress.ts';
import { openPrograms } from '../../../lib/local/iteration.ts';
import type { Laboratory } from '../../../lib/local/laboratory.ts';
import { type Ending, localExecutionId, runWorkflow } from '../../../lib/local/workflow.ts';
import { dice } from '../dice.ts';
import { mortal } from '../killed.ts';
import type { Bucket, BucketMood } from './bucket.ts';
import { type ControlPlane, controlledBy } from './control-plane.ts';
import { encodersBelow, runningTasks, signal } from './task-processes.ts';

/** What really happens to an iteration's task. */
export const PROCESS_FAULTS = [
  'SIGTERM, then SIGKILL',
  'SIGKILL at a random moment',
  'ffmpeg hangs, then SIGTERM',
  'disk full',
  'S3 answers the first two requests for each object with 503',
  'S3 answers every request with 503',
  'S3 is slow',
  'execution aborted, its task left behind',
] as const;
export type ProcessFault = (typeof PROCESS_FAULTS)[number];

export const CAMPAIGN = 'killed';

const MOODS: Readonly<Partial<Record<ProcessFault, BucketMood>>> = {
  'S3 answers the first two requests for each object with 503': 'the first two of each object fail',
  'S3 answers every request with 503': 'every request fails',
  'S3 is slow': 'slow',
};
/** Configurations that differ: what was measured before is not encoded again, and nothing could be killed. */
const CONFIGURATIONS = [
  ...['veryfast', 'faster', 'fast', 'medium', 'slow', 'slower'].map((preset) => ['libx264', preset] as const),
  ...['ultrafast', 'superfast', 'veryfast', 'faster', 'fast', 'medium', 'slow'].map(
    (preset) => ['libx265', preset] as const,
  ),
  ...[12, 11, 10, 9, 8, 7, 6, 5, 4].map((preset) => ['libsvtav1', preset] as const),
];
/** Small clips, and no breaker in the way of faults that follow upon each other. */
const SETTINGS = {
  ...{ circuit_failures: 50, frames: 8, gop: 8 },
  synthetic: { width: 128, height: 96, clips: 1 },
};
/** Steps of a task within which it is killed. */
const FIRST_STEPS = 12;
/** Between SIGTERM and SIGKILL, as short as Spot never is. */
const GRACE_MS = 1500;
/** Too small for the frames of one clip, large enough to begin. */
const SMALL_DISK = 'size=192k';

/** Whether this machine lets a small file system be mounted. */
export function canMount(folder: string): boolean {
  try {
    mount(folder);
    unmount(folder);
    return true;
  } catch {
    return false;
  }
}

interface Ground {
  readonly laboratory: Laboratory;
  readonly bucket: Bucket;
  readonly controls: ControlPlane;
}

/** Runs one iteration of the real functions and the real task, to which a fault happens. */
export async function iterate(
  ground: Ground,
  iteration: number,
  fault: ProcessFault,
): Promise<Ending | 'killed'> {
  const { bucket, laboratory, controls } = ground;
  const disk = join(laboratory.folder, 'small-disk');
  const isFull = fault === 'disk full';
  const isAborted = fault === 'execution aborted, its task left behind';
  if (isFull) mount(disk);
  try {
    const id = localExecutionId(`killed-${iteration}`);
    const environment = {
      ...laboratory.environment,
      ...controlledBy(controls),
      ...(MOODS[fault] && { [ENVIRONMENT.artifactsUrl]: 's3://lab', AWS_ENDPOINT_URL_S3: bucket.url }),
      AWS_REQUEST_CHECKSUM_CALCULATION: 'WHEN_REQUIRED',
      AWS_RESPONSE_CHECKSUM_VALIDATION: 'WHEN_REQUIRED',
      [ENVIRONMENT.settings]: JSON.stringify(SETTINGS),
      ...(isFull && { TMPDIR: disk }),
    };
    const happen = happening(fault, iteration, () => controls.aborted.add(id));
    await using programs = openPrograms(
      { ...laboratory, environment },
      join(laboratory.folder, 'logs'),
      happen,
    );
    const run = programs.handlers[STATES.runExperiment];
    const handlers = {
      ...programs.handlers,
      [STATES.runExperiment]: async (input: unknown) => {
        // The tables know the experiment by now; the store fails for its task alone.
        bucket.mood = MOODS[fault] ?? 'well';
        try {
          return await run?.(input);
        } catch (error) {
          // An execution that was aborted hears nothing of its task any more.
          if (!isAborted) throw error;
        } finally {
          bucket.mood = 'well';
        }
      },
    };
    const [encoder, preset] = CONFIGURATIONS[iteration % CONFIGURATIONS.length] ?? ['libx264', 'fast'];
    const { handlers: all, death } = mortal(
      handlers,
      isAborted ? `after ${STATES.runExperiment}` : 'nowhere',
    );
    const execution = runWorkflow(laboratory.assembly, {
      id,
      input: { campaign: CAMPAIGN, experiment: { encoder, parameters: { preset } } },
      handlers: all,
      onState: () => undefined,
      retryWaits: Object.fromEntries(Object.keys(all).map((state) => [state, 1])),
    });
    if (!isAborted) return await execution;
    // A task that ended before its first step was seen has nothing to leave behind; its execution is aborted all the same.
    await Promise.race([isAbortedNow(controls, id), death]);
    controls.aborted.add(id);
    // The next execution finds the lock of one that has ended, and its task.
    const next = await iterate(ground, iteration + AFTER, 'S3 is slow');
    await death;
    return next;
  } finally {
    if (isFull) unmount(disk);
  }
}

async function isAbortedNow({ aborted }: ControlPlane, id: string): Promise<void> {
  while (!aborted.has(id)) await wait(20);
}

/** Added to an iteration's number for the one that comes upon its abortion. */
export const AFTER = 1000;

/** Lets a fault happen to the one task that runs, at a step that the iteration's number decides. */
function happening(
  fault: ProcessFault,
  iteration: number,
  abort: () => void,
): (event: ProgressEvent) => void {
  // What is aborted is aborted while it encodes, so that something is left behind.
  const isAbortion = fault === 'execution aborted, its task left behind';
  let steps = isAbortion ? 1 : 1 + Math.floor(dice(iteration, 'step') * FIRST_STEPS);
  let isDone = false;
  return (event) => {
    if (event.event !== 'step' || isDone) return;
    steps -= 1;
    const task = runningTasks().find(({ experimentId }) => experimentId === event.experiment_id);
    if (task === undefined) return;
    if (fault === 'ffmpeg hangs, then SIGTERM') {
      const [encoder] = encodersBelow(task.pid);
      if (encoder === undefined) return;
      isDone = true;
      signal(encoder, 'SIGSTOP');
      setTimeout(() => signal(task.pid, 'SIGTERM'), GRACE_MS);
      return;
    }
    if (steps > 0) return;
    isDone = true;
    if (fault === 'SIGKILL at a random moment') signal(-task.pid, 'SIGKILL');
    if (fault === 'SIGTERM, then SIGKILL') {
      signal(task.pid, 'SIGTERM');
      setTimeout(() => signal(-task.pid, 'SIGKILL'), GRACE_MS);
    }
    if (isAbortion) abort();
  };
}

function mount(folder: string): void {
  mkdirSync(folder, { recursive: true });
  execFileSync('mount', ['-t', 'tmpfs', '-o', SMALL_DISK, 'tmpfs', folder], { stdio: 'ignore' });
}

function unmount(folder: string): void {
  execFileSync('umount', ['--lazy', folder], { stdio: 'ignore' });
}
