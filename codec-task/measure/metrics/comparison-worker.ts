import { parentPort } from 'node:worker_threads';
import type { PictureSize } from '../../media/frames.ts';
import { FrameComparison, type FrameScores } from './frame-comparison.ts';

/** A decoded frame and its source frame, which go to the thread and come back. */
export interface FramePair {
  readonly decoded: Uint8Array<ArrayBuffer>;
  readonly source: Uint8Array<ArrayBuffer>;
}

/** What a thread is asked for: to make ready for frames of a size, then to compare pairs of them. */
export type Question = { readonly size: PictureSize } | { readonly pair: FramePair };

/** The answer to each pair, in the order of asking. */
export interface Answer {
  readonly scores: FrameScores;
  /** Means of 16x16 luma blocks. */
  readonly means: { readonly decoded: Float32Array; readonly source: Float32Array };
  readonly pair: FramePair;
}

/** Compares frames in a thread of its own, so that decoding goes on meanwhile. What fails here ends the thread. */
let comparison: Promise<FrameComparison> | undefined;
parentPort?.on('message', async (question: Question) => {
  if ('size' in question) {
    comparison = FrameComparison.open(question.size);
    return;
  }
  const opened = await comparison;
  if (opened === undefined) throw new Error('frames came before their size');
  const { pair } = question;
  opened.decoded.set(pair.decoded);
  opened.source.set(pair.source);
  const answer: Answer = { scores: opened.compare(), means: opened.blockMeans(), pair };
  parentPort?.postMessage(answer, [pair.decoded.buffer, pair.source.buffer]);
});
