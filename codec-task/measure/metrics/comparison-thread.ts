import { Worker } from 'node:worker_threads';
import type { PictureSize } from '../../media/frames.ts';
import { AnsweringThread } from '../answering-thread.ts';
import type { Answer, FramePair, Question } from './comparison-worker.ts';

export type { Answer, FramePair } from './comparison-worker.ts';

/** Beside this file where nothing is bundled, beside the program in a bundle. */
const WORKER = new URL(
  `./comparison-worker${import.meta.url.endsWith('.ts') ? '.ts' : '.mjs'}`,
  import.meta.url,
);

/** Threads at rest, which do not keep the process alive. Starting one takes as long as comparing dozens of frames. */
const resting: Worker[] = [];

/** Compares pairs of frames of one size in another thread, in the order of asking. */
export class ComparisonThread {
  readonly #thread: AnsweringThread<Question, Answer>;

  constructor(size: PictureSize) {
    const worker = resting.pop() ?? new Worker(WORKER);
    worker.ref();
    this.#thread = new AnsweringThread(worker);
    this.#thread.tell({ size });
  }

  /**
   * The memory of both frames goes to the thread and comes back with the answer.
   * @throws what ended the thread, now or before
   */
  compare(pair: FramePair): Promise<Answer> {
    return this.#thread.ask({ pair }, [pair.decoded.buffer, pair.source.buffer]);
  }

  /** Lets the thread rest for the next; one that still has work, or has failed, is ended. */
  async close(): Promise<void> {
    const worker = await this.#thread.release();
    worker?.unref();
    if (worker !== undefined) resting.push(worker);
  }
}
