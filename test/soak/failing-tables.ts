import { once } from 'node:events';
import {
  Agent,
  createServer,
  request as forward,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** Tables that answer until they are told not to. */
export interface FailingTables extends AsyncDisposable {
  /** Address for `AWS_ENDPOINT_URL_DYNAMODB`. */
  readonly endpoint: string;
  /**
   * Lets so many more requests through and refuses all others, until they heal.
   * @param isLastDone whether the first one that is refused has its effect all the same, as when only its answer is lost.
   */
  failAfter(requests: number, isLastDone: boolean): void;
  heal(): void;
  /** Throttles so many requests from now on. */
  throttle(requests: number): void;
}

/** What nobody tries again: the rights are gone. */
const REFUSAL = JSON.stringify({
  __type: 'com.amazonaws.dynamodb.v20120810#AccessDeniedException',
  message: 'the tables are out of reach',
});

const THROTTLING = JSON.stringify({
  __type: 'com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException',
  message: 'too many requests',
});

/** Stands before the tables of a laboratory on a port of its own. */
export async function failingTables(target: string): Promise<FailingTables> {
  let left = Number.POSITIVE_INFINITY;
  let isLastDone = false;
  let throttled = 0;
  const agent = new Agent({ keepAlive: true });
  const server = createServer(async (request, response) => {
    const body = await buffer(request);
    if (throttled > 0) {
      throttled -= 1;
      refuse(response, THROTTLING);
      return;
    }
    left -= 1;
    if (left >= 0) await pass(request, body, response);
    else {
      if (left === -1 && isLastDone) await pass(request, body, undefined);
      refuse(response, REFUSAL);
    }
  });

  async function pass({ method, headers }: IncomingMessage, body: Buffer, response?: ServerResponse) {
    const passed = forward(target, { method, headers, agent });
    passed.end(body);
    const [answer] = (await once(passed, 'response')) as [IncomingMessage];
    const content = await buffer(answer);
    response?.writeHead(answer.statusCode ?? 500, answer.headers);
    response?.end(content);
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    failAfter: (requests, lastDone) => {
      left = requests;
      isLastDone = lastDone;
    },
    throttle: (requests) => {
      throttled = requests;
    },
    heal: () => {
      left = Number.POSITIVE_INFINITY;
    },
    [Symbol.asyncDispose]: async () => {
      agent.destroy();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function refuse(response: ServerResponse, body: string): void {
  response.writeHead(400, { 'content-type': 'application/x-amz-json-1.0' });
  response.end(body);
}
