import { TASK_SIZE, taskHourlyUsd } from '../lambdas/shared/prices.ts';
import { taskSeconds } from '../lambdas/shared/task-time.ts';

/** An experiment over a campaign's clips, all of them to search with. */
export interface Scale {
  readonly clips: number;
  /** Most clips of one task. */
  readonly clipsPerTask: number;
  /** CPU seconds (user and system) of one clip, as an arm is planned. */
  readonly cpuSecondsPerClip: number;
  /** Tasks that run side by side. */
  readonly maxConcurrency: number;
}

/** What one such experiment comes to, with every task as long as is set aside for one with all its clips. */
export interface ScaleOfExperiment {
  readonly tasks: number;
  /** Processors of the tasks that run side by side, which the account's quota has to allow. */
  readonly vcpus: number;
  /** From the first task's start to the last one's end: the first alone, then waves of the others. */
  readonly hours: number;
  /** USD on demand, as the ledger counts. */
  readonly usd: number;
  /** USD at the least that Spot costs. */
  readonly leastUsd: number;
  /** Bytes of the list of shards of the largest round. */
  readonly itemsBytes: number;
  /** Bytes of the results that the recorder merges. */
  readonly mergedBytes: number;
  /** Events in the history of an execution whose Map is inline, beside those around the Map. */
  readonly inlineEvents: number;
  /** Seconds that starting all tasks takes at the rate that RunTask allows for long. */
  readonly startSeconds: number;
}

/** An item with ids of the usual length; a clip's result with its curves, as for the limit of a campaign's clips. */
const BYTES = { item: 200, clip: 25 * 1024 } as const;

/**
 * Events of one item of an inline Map that is measured and recorded: two of the iteration, six of the task (entered,
 * scheduled, started, submitted, succeeded, exited) and five of the recorder (the same without submitted).
 */
const EVENTS_PER_ITEM = 13;

/** Requests a second to RunTask that an account may make, in bursts and for long. */
const RUN_TASKS_PER_SECOND = 20;

/** Cost, time and sizes of one experiment. */
export function scaleOf({
  clips,
  clipsPerTask,
  cpuSecondsPerClip,
  maxConcurrency,
}: Scale): ScaleOfExperiment {
  const tasks = Math.ceil(clips / clipsPerTask);
  const others = tasks - 1;
  const sideBySide = Math.max(1, Math.min(others, maxConcurrency));
  const seconds = taskSeconds(Math.min(clips, clipsPerTask) * cpuSecondsPerClip);
  const taskHours = taskSeconds(clips * cpuSecondsPerClip, tasks) / 3600;
  return {
    tasks,
    vcpus: sideBySide * TASK_SIZE.vcpu,
    hours: ((1 + Math.ceil(others / maxConcurrency)) * seconds) / 3600,
    usd: taskHours * taskHourlyUsd(),
    leastUsd: taskHours * taskHourlyUsd('spot'),
    itemsBytes: others * BYTES.item,
    mergedBytes: clips * BYTES.clip,
    inlineEvents: tasks * EVENTS_PER_ITEM,
    startSeconds: tasks / RUN_TASKS_PER_SECOND,
  };
}

const HEADINGS = [
  'Clips',
  'Tasks',
  'At once',
  'vCPU at once',
  'Hours',
  'USD on demand',
  'USD on Spot, at least',
  'Items, KB',
  'Results, MB',
  'Events, if inline',
  'Starts, s',
];

/** The table of docs/scale.md in Markdown: from the default's few clips to 100,000. */
export function scaleTable(): string {
  const rows = [2, 32, 256, 1024, 10_000, 100_000].map((clips) => {
    const maxConcurrency = clips > 1024 ? 1000 : 100;
    const scale = scaleOf({ clips, clipsPerTask: 8, cpuSecondsPerClip: 600, maxConcurrency });
    const { tasks, vcpus, hours, usd, leastUsd, itemsBytes, mergedBytes, inlineEvents, startSeconds } = scale;
    return [
      ...[clips, tasks, vcpus / TASK_SIZE.vcpu, vcpus, hours.toFixed(1), usd.toFixed(2), leastUsd.toFixed(2)],
      ...[Math.ceil(itemsBytes / 1024), (mergedBytes / 2 ** 20).toFixed(1), inlineEvents],
      Math.ceil(startSeconds),
    ].map(String);
  });
  return [HEADINGS, HEADINGS.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
