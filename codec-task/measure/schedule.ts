import PQueue from 'p-queue';
import { StoppedError } from '../media/tool-errors.ts';

/**
 * What waits for a core, most urgent last: a ladder decides by each point what is encoded next, so it goes first; controls
 * fill what is left.
 */
const URGENCY = { control: 0, proof: 1, ladder: 2 } as const;

/**
 * Runs a job when a core is free: the most urgent of those that wait, equal ones in the order of asking.
 * @throws what the job throws; StoppedError where everything was stopped before its turn
 */
export type Schedule = <T>(job: () => Promise<T>, urgency?: keyof typeof URGENCY) => Promise<T>;

/** @param cores jobs that run at once. */
export function openSchedule(cores: number, signal: AbortSignal): Schedule {
  const queue = new PQueue({ concurrency: cores });
  return (job, urgency = 'ladder') =>
    queue.add(
      async () => {
        if (signal.aborted) throw new StoppedError();
        return job();
      },
      { priority: URGENCY[urgency] },
    );
}
