import { Worker } from 'node:worker_threads';
import { frameBytes, type PictureSize } from '../../media/frames.ts';
import type { Answer, FramePair, Question } from './comparison-worker.ts';

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
  readonly #worker: Worker;
  readonly #waiting: PromiseWithResolvers<Answer>[] = [];
  #failure: Error | undefined;

  /** @param pairs how many pairs may be under way */
  constructor(size: PictureSize, pairs: number) {
    const frame = () => new Uint8Array(new SharedArrayBuffer(frameBytes(size)));
    this.pairs = Array.from({ length: pairs }, () => ({ decoded: frame(), source: frame() }));
    this.#worker = resting.pop() ?? new Worker(WORKER);
    this.#worker.ref();
    this.#worker.on('message', (answer: Answer) => this.#waiting.shift()?.resolve(answer));
    this.#worker.on('error', (error: Error) => this.#fail(error));
    this.#worker.on('exit', () => this.#fail(new Error('the thread that compares frames has ended')));
    this.#ask({ size, pairs: this.pairs });
  }

  /** Compares what lies in a pair, by its index. @throws what ended the thread, now or before */
  compare(pair: number): Promise<Answer> {
    // Nobody would ever answer.
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    const waiting = Promise.withResolvers<Answer>();
    this.#waiting.push(waiting);
    this.#ask(pair);
    return waiting.promise;
  }

  /** Lets the thread rest for the next; one that still has work, or has failed, is ended. */
  async close(): Promise<void> {
    this.#worker.removeAllListeners('message');
    this.#worker.removeAllListeners('error');
    this.#worker.removeAllListeners('exit');
    if (this.#waiting.length > 0 || this.#failure !== undefined) {
      this.#waiting.length = 0;
      await this.#worker.terminate();
      return;
    }
    this.#worker.unref();
    resting.push(this.#worker);
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    for (const { reject } of this.#waiting.splice(0)) reject(this.#failure);
  }

  #ask(question: Question): void {
    this.#worker.postMessage(question);
  }
}
