import { Worker } from 'node:worker_threads';
import { frameBytes, type PictureSize } from '../../media/frames.ts';
import { AnsweringThread } from '../answering-thread.ts';
import type { Answer, FramePair, Opening, Question } from './comparison-worker.ts';

export type { Answer, FramePair } from './comparison-worker.ts';

/** Beside this file where nothing is bundled, beside the program in a bundle. */
const WORKER = new URL(
  `./comparison-worker${import.meta.url.endsWith('.ts') ? '.ts' : '.mjs'}`,
  import.meta.url,
);

/** Threads at rest, which do not keep the process alive. Starting one takes as long as comparing dozens of frames. */
const resting: Worker[] = [];

/**
 * Compares pairs of frames of one size in another thread, in the order of asking. The frames lie in shared memory: moving
 * them there and back let each frame count as newly allocated, and collecting garbage took a tenth of all CPU time.
 */
export class ComparisonThread {
  /** To be filled before {@link compare}, and left alone until it has answered. */
  readonly pairs: readonly FramePair[];
  readonly #thread: AnsweringThread<Question, Answer>;

  /** @param pairs how many pairs may be under way */
  constructor(size: PictureSize, pairs: number) {
    const frame = () => new Uint8Array(new SharedArrayBuffer(frameBytes(size)));
    this.pairs = Array.from({ length: pairs }, () => ({ decoded: frame(), source: frame() }));
    const worker = resting.pop() ?? new Worker(WORKER);
    worker.ref();
    worker.postMessage({ size, pairs: this.pairs } satisfies Opening);
    this.#thread = new AnsweringThread(worker);
  }

  /** Compares what lies in a pair, by its index. @throws what ended the thread, now or before */
  compare(pair: number): Promise<Answer> {
    return this.#thread.ask(pair);
  }

  /** Lets the thread rest for the next; one that still has work, or has failed, is ended. */
  async close(): Promise<void> {
    const worker = await this.#thread.release();
    if (worker === undefined) return;
    worker.unref();
    resting.push(worker);
  }
}
