import { parentPort, workerData } from 'node:worker_threads';
import { type ClipFit, fitClip } from './fit-clip.ts';
import type { FitRequest } from './fit-restoration.ts';

/** What a fit comes to. */
export interface Fit extends ClipFit {
  readonly cpuSeconds: number;
  readonly wallSeconds: number;
}

/** Fits in a thread of its own, so that others go on meanwhile. What fails here ends the thread. */
const started = performance.now();
const fitted = await fitClip(workerData as FitRequest);
const { user, system } = process.threadCpuUsage();
const fit: Fit = {
  ...fitted,
  cpuSeconds: (user + system) / 1e6,
  wallSeconds: (performance.now() - started) / 1000,
};
parentPort?.postMessage(fit);
