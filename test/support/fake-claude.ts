import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** One request as the fake received it. */
export interface ReceivedRequest {
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  // Tests reach into the body as freely as they would into a file.
  // biome-ignore lint/suspicious/noExplicitAny: the body is whatever the client sent
  readonly body: any;
}

/**
 * What the fake does with one request. `hang` never answers, `reset` closes the connection before it does, `cut-off`
 * within the body, `stall` never ends the body, `flood` sends one of ten million characters.
 */
export type ScriptedAnswer =
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body: unknown }
  | 'hang'
  | 'reset'
  | 'cut-off'
  | 'stall'
  | 'flood';

export interface FakeClaude extends AsyncDisposable {
  /** Value for `ANTHROPIC_BASE_URL`. */
  readonly url: string;
  /** Every request so far, oldest first. */
  readonly requests: readonly ReceivedRequest[];
  stop(): Promise<void>;
}

/** A server on loopback that plays the answers in order and repeats the last one. */
export async function startFakeClaude(
  ...script: readonly [ScriptedAnswer, ...ScriptedAnswer[]]
): Promise<FakeClaude> {
  const requests: ReceivedRequest[] = [];
  const server = createServer(async (request, response) => {
    requests.push({
      path: request.url ?? '',
      headers: request.headers,
      body: JSON.parse((await text(request)) || 'null'),
    });
    play(script[Math.min(requests.length, script.length) - 1] ?? script[0], response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stop = () => stopServer(server);
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

const JSON_HEADERS = { 'content-type': 'application/json' } as const;

/** What each of the faults does with a response. */
const BREAKDOWNS: Readonly<Record<Extract<ScriptedAnswer, string>, (response: ServerResponse) => void>> = {
  hang: () => undefined,
  reset: (response) => void response.destroy(),
  'cut-off': (response) => {
    response.writeHead(200, { ...JSON_HEADERS, 'content-length': '1000' });
    response.write('{"id":', () => response.destroy());
  },
  stall: (response) => {
    response.writeHead(200, JSON_HEADERS);
    response.write('{"id":');
  },
  flood: (response) => {
    response.writeHead(200, JSON_HEADERS);
    response.end(`"${'x'.repeat(10_000_000)}"`);
  },
};

function play(answer: ScriptedAnswer, response: ServerResponse): void {
  if (typeof answer === 'string') {
    BREAKDOWNS[answer](response);
    return;
  }
  response.writeHead(answer.status, {
    ...JSON_HEADERS,
    // Keeps the waits between tries short.
    'retry-after-ms': '1',
    ...answer.headers,
  });
  response.end(typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body));
}

async function stopServer(server: Server): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeAllConnections();
  await closed;
}

/**
 * A message of Claude with this text and, unless told otherwise, 1000 tokens in and 500 out.
 * @param options.blocks content that comes before the text.
 */
export function claudeMessage(
  answer: unknown,
  {
    stopReason = 'end_turn',
    stopDetails = null as unknown,
    thinking = false,
    inputTokens = 1000,
    outputTokens = 500,
    blocks = [] as readonly unknown[],
    searches = 0,
  } = {},
): ScriptedAnswer {
  const answerText = typeof answer === 'string' ? answer : JSON.stringify(answer);
  return {
    status: 200,
    headers: { 'request-id': 'req_fake' },
    body: {
      id: 'msg_fake',
      type: 'message',
      role: 'assistant',
      model: 'claude-sonnet-5-5',
      content: [
        ...(thinking ? [{ type: 'thinking', thinking: 'weighing the arms', signature: 'signed' }] : []),
        ...blocks,
        { type: 'text', text: answerText, citations: null },
      ],
      stop_reason: stopReason,
      stop_sequence: null,
      stop_details: stopDetails,
      usage: {
        input_tokens: inputTokens,
        output_tokens: outputTokens,
        cache_creation_input_tokens: 0,
        cache_read_input_tokens: 0,
        ...(searches > 0 && { server_tool_use: { web_search_requests: searches, web_fetch_requests: 0 } }),
      },
    },
  };
}

/** An error of the API as its servers word it. */
export function claudeError(
  status: number,
  type: string,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): ScriptedAnswer {
  return { status, headers, body: { type: 'error', error: { type, message }, request_id: 'req_fake' } };
}
