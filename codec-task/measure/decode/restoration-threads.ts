import { Worker } from 'node:worker_threads';
import type { FrameRestoration } from '../../codecs/decoder.ts';
import type { Answer, Question } from '../../codecs/hybrid/restoration-worker.ts';
import type { PictureSize } from '../../media/frames.ts';

/** Beside the codec where nothing is bundled, beside the program in a bundle. */
const WORKER = import.meta.url.endsWith('.ts')
  ? new URL('../../codecs/hybrid/restoration-worker.ts', import.meta.url)
  : new URL('./restoration-worker.mjs', import.meta.url);
/** Frames that may be under way before the decoder has to wait. */
const MOST_UNDER_WAY = 4;

/** Restores a clip's decoded frames in a thread that has nothing but them and their description. */
export class RestorationThread {
  readonly #worker = new Worker(WORKER);
  readonly #answers: Promise<Answer>[] = [];
  readonly #waiting: PromiseWithResolvers<Answer>[] = [];
  readonly #onFrame: (frame: Uint8Array) => Promise<void>;
  #cpuSeconds = 0;

  /** @param onFrame takes each restored frame, in order */
  constructor(
    size: PictureSize,
    restoration: FrameRestoration,
    onFrame: (frame: Uint8Array) => Promise<void>,
  ) {
    this.#onFrame = onFrame;
    this.#worker.on('message', (answer: Answer) => this.#waiting.shift()?.resolve(answer));
    this.#worker.on('error', (error) => {
      for (const { reject } of this.#waiting.splice(0)) reject(error);
    });
    const { width, height } = size;
    this.#ask({ open: { ...restoration, width, height } });
  }

  /** User and system seconds of the thread. */
  get cpuSeconds(): number {
    return this.#cpuSeconds;
  }

  /** Takes a decoded frame, 8 bits or 10 bits in two bytes; it is copied. @throws what ended the thread */
  async push(frame: Uint8Array): Promise<void> {
    const copy = Uint8Array.from(frame);
    this.#ask({ frame: copy }, [copy.buffer]);
    await this.#take(MOST_UNDER_WAY);
  }

  /** Waits for all frames. */
  async finish(): Promise<void> {
    this.#ask('finish');
    await this.#take(0);
  }

  async close(): Promise<void> {
    for (const answer of this.#answers) answer.catch(() => {});
    await this.#worker.terminate();
  }

  async #take(left: number): Promise<void> {
    while (this.#answers.length > left) {
      const { frames, cpuSeconds } = (await this.#answers.shift()) as Answer;
      this.#cpuSeconds += cpuSeconds;
      for (const frame of frames) await this.#onFrame(frame);
    }
  }

  #ask(question: Question, moved: ArrayBuffer[] = []): void {
    const waiting = Promise.withResolvers<Answer>();
    // Whoever waits for it hears of a failure; until then it is nobody's unhandled one.
    waiting.promise.catch(() => {});
    this.#waiting.push(waiting);
    this.#answers.push(waiting.promise);
    this.#worker.postMessage(question, moved);
  }
}
