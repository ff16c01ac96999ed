import { type LogEntry, logLine } from './log-line.ts';

/** What every line of a call says: which iteration and which experiment it is about. */
export type CallIds = Pick<LogEntry, 'campaign' | 'run_id' | 'experiment_id'> & {
  readonly execution_id?: string | undefined;
};

interface Log {
  readonly now: () => Date;
  readonly print: (line: string) => void;
}

/**
 * Carries out a call and leaves one line about it: what it came to, or the error that it threw, which goes on to the caller.
 * @param told what an answer is worth saying
 */
export async function loggedCall<Answer>(
  { now, print }: Log,
  ids: CallIds,
  call: () => Promise<Answer>,
  told: (answer: Answer) => Partial<LogEntry> & { readonly message: string },
): Promise<Answer> {
  try {
    const answer = await call();
    print(logLine({ level: 'info', ...ids, ...told(answer) }, now()));
    return answer;
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    print(logLine({ level: 'error', ...ids, error: name, message }, now()));
    throw error;
  }
}
