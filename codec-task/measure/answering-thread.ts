import type { Worker } from 'node:worker_threads';

/** A thread that answers every question, in the order of asking. */
export class AnsweringThread<Question, Answer> {
  readonly #worker: Worker;
  readonly #waiting: PromiseWithResolvers<Answer>[] = [];
  #failure: Error | undefined;

  constructor(worker: Worker) {
    this.#worker = worker;
    worker.on('message', (answer: Answer) => this.#waiting.shift()?.resolve(answer));
    worker.on('error', (error: Error) => this.#fail(error));
    worker.on('exit', () => this.#fail(new Error('the thread ended before it had answered')));
  }

  /** @param moved memory that goes to the thread. @throws what ended the thread, now or before */
  ask(question: Question, moved: ArrayBuffer[] = []): Promise<Answer> {
    // Nobody would ever answer.
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    const waiting = Promise.withResolvers<Answer>();
    this.#waiting.push(waiting);
    this.#worker.postMessage(question, moved);
    return waiting.promise;
  }

  /** Ends the thread. */
  async close(): Promise<void> {
    this.#leave();
    await this.#worker.terminate();
  }

  /** Leaves the thread to whoever asks it next; one that still has work, or has failed, is ended. */
  async release(): Promise<Worker | undefined> {
    if (this.#waiting.length > 0 || this.#failure !== undefined) {
      await this.close();
      return undefined;
    }
    this.#leave();
    return this.#worker;
  }

  /** By name: a worker has listeners of its own, without which it hears nothing any more. */
  #leave(): void {
    for (const event of ['message', 'error', 'exit']) this.#worker.removeAllListeners(event);
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    for (const { reject } of this.#waiting.splice(0)) reject(this.#failure);
  }
}
