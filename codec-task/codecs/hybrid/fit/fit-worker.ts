import { parentPort, workerData } from 'node:worker_threads';
import { type FitRequest, fitRestoration } from './fit-restoration.ts';

/** What a fit comes to. */
export interface Fit {
  /** The restoration's bytes; none when it is not worth them. */
  readonly restoration: Uint8Array;
  readonly cpuSeconds: number;
  readonly wallSeconds: number;
}

/** Fits in a thread of its own, so that others go on meanwhile. What fails here ends the thread. */
const started = performance.now();
const restoration = await fitRestoration(workerData as FitRequest);
const { user, system } = process.threadCpuUsage();
const fit: Fit = {
  restoration,
  cpuSeconds: (user + system) / 1e6,
  wallSeconds: (performance.now() - started) / 1000,
};
parentPort?.postMessage(fit);
