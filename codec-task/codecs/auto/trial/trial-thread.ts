import { answerOfThread } from '../../answer-of-thread.ts';
import type { TrialRequest } from './score-trial.ts';
import type { TrialAnswer } from './trial-worker.ts';

/** Beside this file where nothing is bundled, beside the program in a bundle. */
const WORKER = new URL(`./trial-worker${import.meta.url.endsWith('.ts') ? '.ts' : '.mjs'}`, import.meta.url);

/** Scores a decoded candidate in another thread. @throws what {@link answerOfThread} throws */
export function trialInThread(request: TrialRequest, signal: AbortSignal): Promise<TrialAnswer> {
  return answerOfThread(WORKER, request, signal);
}
