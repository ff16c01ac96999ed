import { answerOfThread } from '../../answer-of-thread.ts';
import type { FitRequest } from './fit-restoration.ts';
import type { Fit } from './fit-worker.ts';

/** Beside this file where nothing is bundled, beside the program in a bundle. */
const WORKER = new URL(`./fit-worker${import.meta.url.endsWith('.ts') ? '.ts' : '.mjs'}`, import.meta.url);

/** Fits a restoration in another thread. @throws what {@link answerOfThread} throws */
export function fitInThread(request: FitRequest, signal: AbortSignal): Promise<Fit> {
  return answerOfThread(WORKER, request, signal);
}
