import { parentPort } from 'node:worker_threads';
import type { PictureSize } from '../../media/frames.ts';
import { FrameComparison, type FrameScores } from '../../quality/frame-comparison.ts';

/** Memory for a decoded frame and its source frame that this thread and the one that asks both see. */
export interface FramePair {
  readonly decoded: Uint8Array<SharedArrayBuffer>;
  readonly source: Uint8Array<SharedArrayBuffer>;
}

/** What makes a thread ready for frames of a size; it is not answered. */
export interface Opening {
  readonly size: PictureSize;
  readonly pairs: readonly FramePair[];
}

/** The index of the pair whose frames are to be compared. */
export type Question = number;

/** The answer to each comparison, in the order of asking. */
export interface Answer {
  readonly scores: FrameScores;
  /** Means of 16x16 luma blocks. */
  readonly means: { readonly decoded: Float32Array; readonly source: Float32Array };
}

/** Compares frames in a thread of its own, so that decoding goes on meanwhile. What fails here ends the thread. */
let comparison: Promise<FrameComparison> | undefined;
let pairs: readonly FramePair[] = [];
parentPort?.on('message', async (question: Opening | Question) => {
  if (typeof question === 'object') {
    comparison = FrameComparison.open(question.size);
    pairs = question.pairs;
    return;
  }
  const [opened, pair] = [await comparison, pairs[question]];
  if (opened === undefined || pair === undefined)
    throw new Error(`pair ${question} of frames came before its memory`);
  opened.decoded.set(pair.decoded);
  opened.source.set(pair.source);
  const answer: Answer = { scores: opened.compare(), means: opened.blockMeans() };
  parentPort?.postMessage(answer);
});
