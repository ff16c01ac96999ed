import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { StoppedError } from '../../../media/tool-errors.ts';
import type { FitRequest } from './fit-restoration.ts';
import type { Fit } from './fit-worker.ts';

/** Beside this file where nothing is bundled, beside the program in a bundle. */
const WORKER = new URL(`./fit-worker${import.meta.url.endsWith('.ts') ? '.ts' : '.mjs'}`, import.meta.url);

/**
 * Fits a restoration in another thread.
 * @throws StoppedError when the signal is aborted, and what ended the thread
 */
export async function fitInThread(request: FitRequest, signal: AbortSignal): Promise<Fit> {
  if (signal.aborted) throw new StoppedError();
  const worker = new Worker(WORKER, { workerData: request });
  try {
    const [fit] = (await once(worker, 'message', { signal })) as [Fit];
    return fit;
  } catch (error) {
    throw signal.aborted ? new StoppedError() : error;
  } finally {
    await worker.terminate();
  }
}
