import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { LambdaProgram } from './cloud-assembly.ts';
import { taskError } from './handler.ts';
import type { LambdaRequest, LambdaResponse, LambdaWorkerData } from './lambda-worker.ts';

export interface LambdaSurroundings {
  /** Variables that go over those of the template. */
  readonly environment: Readonly<Record<string, string>>;
  /** Takes everything that the function prints. */
  readonly log: (text: string) => void;
}

/** Answer of Step Functions' `lambda:invoke`. */
export interface LambdaInvocation {
  readonly StatusCode: 200;
  readonly ExecutedVersion: '$LATEST';
  readonly Payload: unknown;
}

/**
 * One Lambda function in a thread of its own, with its own environment. Like in AWS it stays loaded between calls, takes
 * one at a time and is ended when a call outlasts the function's timeout.
 */
export class LocalLambda {
  readonly #program: LambdaProgram;
  readonly #surroundings: LambdaSurroundings;
  #worker: Worker | undefined;
  #last: Promise<unknown> = Promise.resolve();

  constructor(program: LambdaProgram, surroundings: LambdaSurroundings) {
    this.#program = program;
    this.#surroundings = surroundings;
  }

  /**
   * Calls the function.
   * @throws an error with the name that the function threw, or `Sandbox.Timedout`; the message is the JSON that AWS gives
   *   as the cause.
   */
  invoke(payload: unknown): Promise<LambdaInvocation> {
    const invocation = this.#last.then(() => this.#call(payload));
    this.#last = invocation.catch(() => undefined);
    return invocation;
  }

  /** Ends the thread. */
  async close(): Promise<void> {
    const worker = this.#worker;
    this.#worker = undefined;
    await worker?.terminate();
  }

  async #call(payload: unknown): Promise<LambdaInvocation> {
    const worker = this.#worker ?? this.#start();
    const response = await this.#answer(worker, payload);
    if ('error' in response) throw taskError(response.error.errorType, response.error);
    return { StatusCode: 200, ExecutedVersion: '$LATEST', Payload: JSON.parse(response.payload) };
  }

  async #answer(worker: Worker, payload: unknown): Promise<LambdaResponse> {
    const { name, timeoutSeconds } = this.#program;
    const milliseconds = timeoutSeconds * 1000;
    const over = new AbortController();
    const exit = () => over.abort(fault('Runtime.ExitError', `${name} ended its own process`));
    const timer = setTimeout(
      () => over.abort(fault('Sandbox.Timedout', `${name} did not answer within ${timeoutSeconds} seconds`)),
      milliseconds,
    );
    worker.once('exit', exit);
    try {
      const request: LambdaRequest = {
        id: randomUUID(),
        payload: JSON.stringify(payload),
        deadline: Date.now() + milliseconds,
      };
      worker.postMessage(request);
      const [response] = await once(worker, 'message', { signal: over.signal });
      return response;
    } catch (error) {
      worker.off('exit', exit);
      await this.close();
      throw over.signal.aborted
        ? over.signal.reason
        : fault('Runtime.UnhandledError', (error as Error).message);
    } finally {
      clearTimeout(timer);
      worker.off('exit', exit);
    }
  }

  #start(): Worker {
    const { name, module, exportName, environment } = this.#program;
    const data: LambdaWorkerData = { module, exportName, functionName: name };
    const worker = new Worker(new URL('./lambda-worker.ts', import.meta.url), {
      workerData: data,
      env: { ...environment, ...this.#surroundings.environment },
      execArgv: [],
      stdout: true,
      stderr: true,
    });
    worker.stdout.setEncoding('utf8').on('data', this.#surroundings.log);
    worker.stderr.setEncoding('utf8').on('data', this.#surroundings.log);
    // A fault between calls ends the thread; the next call starts another.
    worker.on('error', ({ stack, message }) => this.#surroundings.log(`${stack ?? message}\n`));
    worker.once('exit', () => {
      if (this.#worker === worker) this.#worker = undefined;
    });
    // An idle function must not keep the program alive.
    worker.unref();
    this.#worker = worker;
    return worker;
  }
}

function fault(errorType: string, errorMessage: string): Error {
  return taskError(errorType, { errorType, errorMessage });
}
