import { Worker } from 'node:worker_threads';
import type { FrameRestoration } from '../../codecs/decoder.ts';
import type { Answer, Question } from '../../codecs/hybrid/restoration-worker.ts';
import type { PictureSize } from '../../media/frames.ts';
import { AnsweringThread } from '../answering-thread.ts';

/** Beside the codec where nothing is bundled, beside the program in a bundle. */
const WORKER = import.meta.url.endsWith('.ts')
  ? new URL('../../codecs/hybrid/restoration-worker.ts', import.meta.url)
  : new URL('./restoration-worker.mjs', import.meta.url);
/** Frames that may be under way before the decoder has to wait. */
const MOST_UNDER_WAY = 4;
/** Pictures from this size on are restored by two threads, turn by turn: one alone is slower than they are shown. */
const LARGE = 1280 * 720;

/** Restores a clip's decoded frames in threads that have nothing but them and their description. */
export class RestorationThreads {
  readonly #threads: readonly AnsweringThread<Question, Answer>[];
  readonly #answers: Promise<Answer[]>[] = [];
  readonly #onFrame: (frame: Uint8Array) => Promise<void>;
  #cpuSeconds = 0;

  /** @param onFrame takes each restored frame, in order */
  constructor(
    { width, height }: PictureSize,
    restoration: FrameRestoration,
    onFrame: (frame: Uint8Array) => Promise<void>,
  ) {
    this.#onFrame = onFrame;
    const of = width * height >= LARGE ? 2 : 1;
    this.#threads = Array.from({ length: of }, () => new AnsweringThread(new Worker(WORKER)));
    const open = { ...restoration, width, height };
    this.#ask((remainder) => [{ open, share: { remainder, of } }, []]);
  }

  /** User and system seconds of the threads. */
  get cpuSeconds(): number {
    return this.#cpuSeconds;
  }

  /** Takes a decoded frame, 8 bits or 10 bits in two bytes; it is copied. @throws what ended a thread */
  async push(frame: Uint8Array): Promise<void> {
    this.#ask(() => {
      const copy = Uint8Array.from(frame);
      return [{ frame: copy }, [copy.buffer]];
    });
    await this.#take(MOST_UNDER_WAY);
  }

  /** Waits for all frames. */
  async finish(): Promise<void> {
    this.#ask(() => ['finish', []]);
    await this.#take(0);
  }

  async close(): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread.close()));
  }

  async #take(left: number): Promise<void> {
    while (this.#answers.length > left) {
      const answers = (await this.#answers.shift()) as Answer[];
      for (const { cpuSeconds } of answers) this.#cpuSeconds += cpuSeconds;
      const pictures = answers.flatMap((answer) => answer.pictures).sort((a, b) => a.index - b.index);
      for (const { frame } of pictures) await this.#onFrame(frame);
    }
  }

  #ask(questionOf: (thread: number) => [Question, ArrayBuffer[]]): void {
    const answers = Promise.all(this.#threads.map((thread, index) => thread.ask(...questionOf(index))));
    // Whoever waits for it hears of a failure; until then it is nobody's unhandled one.
    answers.catch(() => {});
    this.#answers.push(answers);
  }
}
