import { pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';

/** What the thread that runs a Lambda is told when it starts. */
export interface LambdaWorkerData {
  readonly module: string;
  readonly exportName: string;
  readonly functionName: string;
}

/** One call and its answer; payloads are JSON text, as between AWS and a function. */
export interface LambdaRequest {
  readonly id: string;
  readonly payload: string;
  /** Milliseconds since 1970 at which the function is ended. */
  readonly deadline: number;
}
export type LambdaResponse =
  | { readonly payload: string }
  | {
      readonly error: {
        readonly errorType: string;
        readonly errorMessage: string;
        readonly trace: readonly string[];
      };
    };

const { module, exportName, functionName } = workerData as LambdaWorkerData;
// Loaded once, like a function that stays warm; a module that cannot be loaded fails every call.
const loading: Promise<Record<string, (event: unknown, context: unknown) => unknown>> = import(
  pathToFileURL(module).href
);

parentPort?.on('message', async (request: LambdaRequest) => {
  const response = await answer(request);
  // What was printed reaches the log before the answer reaches the caller, who may end this thread.
  await new Promise((written) => process.stdout.write('', written));
  parentPort?.postMessage(response);
});

async function answer({ id, payload, deadline }: LambdaRequest): Promise<LambdaResponse> {
  const context = {
    functionName,
    awsRequestId: id,
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
  };
  try {
    const handler = (await loading)[exportName];
    if (handler === undefined) throw new Error(`${module} exports no ${exportName}`);
    return { payload: JSON.stringify((await handler(JSON.parse(payload), context)) ?? null) };
  } catch (error) {
    const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
    return {
      error: { errorType: name, errorMessage: message, trace: (stack ?? '').split('\n').slice(0, 12) },
    };
  }
}
