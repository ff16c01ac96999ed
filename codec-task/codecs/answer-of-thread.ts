import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { StoppedError } from '../media/tool-errors.ts';

/**
 * What a thread answers to one request, after which it is ended.
 * @throws StoppedError when the signal is aborted, and what ended the thread
 */
export async function answerOfThread<Answer>(
  worker: URL,
  request: unknown,
  signal: AbortSignal,
): Promise<Answer> {
  if (signal.aborted) throw new StoppedError();
  const thread = new Worker(worker, { workerData: request });
  try {
    const [answer] = (await once(thread, 'message', { signal })) as [Answer];
    return answer;
  } catch (error) {
    throw signal.aborted ? new StoppedError() : error;
  } finally {
    await thread.terminate();
  }
}
