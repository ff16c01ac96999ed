import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { ArtifactStore } from '../../../lambdas/shared/stores/artifact-store.ts';
import { answerBucket } from './bucket.ts';
import { type Call, deployedArn } from './call.ts';

export interface Cloud extends AsyncDisposable {
  readonly url: string;
  /** Everything that any program has asked for so far. */
  readonly calls: readonly Call[];
}

/**
 * Stands on loopback where AWS stands for the deployed programs and notes who asks for what: tables by dynalite, the
 * bucket by a store, one secret. Who asks is told by the access key that signed the request.
 */
export async function openCloud(given: {
  readonly tablesEndpoint: string;
  readonly store: ArtifactStore;
  readonly secret: string;
}): Promise<Cloud> {
  const calls: Call[] = [];
  const server = createServer(async (request, response) => {
    const body = await buffer(request);
    const signed = /Credential=([^/]+)\/\d+\/[^/]+\/(\w+)\//.exec(request.headers.authorization ?? '');
    const [, program = 'nobody', service = 'unknown'] = signed ?? [];
    const [, operation = ''] = String(request.headers['x-amz-target'] ?? '').split('.');
    const note = (action: string, resource: string) => calls.push({ program, action, resource });
    if (service === 'dynamodb') {
      for (const table of tablesIn(JSON.parse(body.toString())))
        note(`dynamodb:${operation}`, deployedArn.table(table));
      await forward(given.tablesEndpoint, request, body, response);
    } else if (service === 's3') {
      await answerBucket(given.store, request, body, response, note);
    } else {
      const { SecretId } = JSON.parse(body.toString() || '{}');
      note(`${service}:${operation}`, deployedArn.secret(SecretId));
      response.setHeader('content-type', 'application/x-amz-json-1.1');
      response.end(JSON.stringify({ Name: SecretId, SecretString: given.secret }));
    }
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Tables that a request is about. */
function tablesIn(request: {
  TableName?: string;
  RequestItems?: Record<string, unknown>;
  TransactItems?: Record<string, { TableName: string }>[];
}): string[] {
  const transacted = (request.TransactItems ?? []).flatMap((item) =>
    Object.values(item).map(({ TableName }) => TableName),
  );
  const named = request.TableName === undefined ? [] : [request.TableName];
  return [...named, ...Object.keys(request.RequestItems ?? {}), ...transacted];
}

async function forward(
  endpoint: string,
  { headers, method = 'POST' }: IncomingMessage,
  body: Buffer,
  response: ServerResponse,
): Promise<void> {
  const {
    host: _host,
    connection: _connection,
    'content-length': _length,
    expect: _expect,
    ...kept
  } = headers;
  const answer = await fetch(endpoint, {
    method,
    headers: kept as Record<string, string>,
    body: new Uint8Array(body),
  });
  response.writeHead(answer.status, { 'content-type': 'application/x-amz-json-1.0' });
  response.end(Buffer.from(await answer.arrayBuffer()));
}
