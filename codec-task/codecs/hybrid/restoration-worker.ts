import { parentPort } from 'node:worker_threads';
import type { PictureSize } from '../../media/frames.ts';
import type { FrameRestoration } from '../decoder.ts';
import { readRestoration } from './restoration/coding.ts';
import { Restorer } from './restoration/restorer.ts';
import { switchGrid } from './restoration/switch-coding.ts';

/** What the thread is asked for: to make ready for a clip, to take its next decoded frame, to give what is left. */
export type Question =
  | { readonly open: FrameRestoration & PictureSize }
  | { readonly frame: Uint8Array<ArrayBuffer> }
  | 'finish';

/** The frames that a question has made ready, in 8 bits, and the CPU time of this thread since the one before. */
export interface Answer {
  readonly frames: readonly Uint8Array<ArrayBuffer>[];
  readonly cpuSeconds: number;
}

let restorer: Promise<Restorer> | undefined;
let before = process.threadCpuUsage();

/** Restores frames in a thread of its own. What fails here ends the thread. */
parentPort?.on('message', async (question: Question) => {
  const frames: Uint8Array<ArrayBuffer>[] = [];
  if (question !== 'finish' && 'open' in question) restorer = openRestorer(question.open);
  const opened = await restorer;
  if (opened === undefined) throw new Error('frames came before their restoration');
  if (question === 'finish') for (const frame of opened.finish()) frames.push(frame.slice());
  else if ('frame' in question) for (const frame of opened.push(question.frame)) frames.push(frame.slice());
  const answer: Answer = { frames, cpuSeconds: sinceBefore() };
  parentPort?.postMessage(
    answer,
    frames.map(({ buffer }) => buffer),
  );
});

function openRestorer({ description, frames, width, height }: FrameRestoration & PictureSize) {
  const size = { width, height };
  return Restorer.open(size, readRestoration(description, frames, switchGrid(size)));
}

function sinceBefore(): number {
  const now = process.threadCpuUsage();
  const microseconds = now.user + now.system - before.user - before.system;
  before = now;
  return microseconds / 1e6;
}
