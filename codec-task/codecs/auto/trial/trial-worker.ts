import { parentPort, workerData } from 'node:worker_threads';
import { scoreTrial, type TrialRequest } from './score-trial.ts';

/** What a trial comes to. */
export interface TrialAnswer {
  readonly psnrYuv: number;
  readonly ssimDb: number;
  readonly cpuSeconds: number;
  readonly wallSeconds: number;
}

/** Scores in a thread of its own, so that others go on meanwhile. What fails here ends the thread. */
const started = performance.now();
const scores = await scoreTrial(workerData as TrialRequest);
const { user, system } = process.threadCpuUsage();
const answer: TrialAnswer = {
  ...scores,
  cpuSeconds: (user + system) / 1e6,
  wallSeconds: (performance.now() - started) / 1000,
};
parentPort?.postMessage(answer);
