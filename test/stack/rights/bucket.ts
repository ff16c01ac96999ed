import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ArtifactStore } from '../../../lambdas/shared/stores/artifact-store.ts';
import { deployedArn } from './call.ts';

/** Answers a request to the bucket as S3 would, from a store: get, put and list. */
export async function answerBucket(
  store: ArtifactStore,
  { method, url = '/', headers }: IncomingMessage,
  body: Buffer,
  response: ServerResponse,
  note: (action: string, resource: string) => void,
): Promise<void> {
  const { pathname, searchParams } = new URL(url, 'http://bucket');
  const [, bucket = '', ...rest] = decodeURIComponent(pathname).split('/');
  const key = rest.join('/');
  if (method === 'PUT') {
    note('s3:PutObject', deployedArn.object(bucket, key));
    const isChunked = String(headers['content-encoding'] ?? '').includes('aws-chunked');
    await store.put(key, isChunked ? unchunked(body) : body);
    response.setHeader('etag', '"stored"').end();
  } else if (method === 'GET' && searchParams.get('list-type') === '2') {
    note('s3:ListBucket', deployedArn.bucket(bucket));
    const keys = await store.list(searchParams.get('prefix') ?? '');
    const contents = keys.map((found) => `<Contents><Key>${found}</Key></Contents>`).join('');
    xml(response, 200, `<ListBucketResult><IsTruncated>false</IsTruncated>${contents}</ListBucketResult>`);
  } else if (method === 'GET') {
    note('s3:GetObject', deployedArn.object(bucket, key));
    const bytes = await store.get(key);
    if (bytes === undefined)
      xml(response, 404, '<Error><Code>NoSuchKey</Code><Message>none</Message></Error>');
    else response.end(bytes);
  } else {
    note(`s3:${method}`, deployedArn.object(bucket, key));
    xml(response, 501, '<Error><Code>NotImplemented</Code></Error>');
  }
}

function xml(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'application/xml' });
  response.end(`<?xml version="1.0" encoding="UTF-8"?>${text}`);
}

/** The bytes of a streamed body: each chunk after a line with its length in hexadecimal, a checksum after the last. */
function unchunked(body: Buffer): Buffer {
  const chunks: Buffer[] = [];
  for (let at = 0; ; ) {
    const end = body.indexOf('\r\n', at);
    const length = Number.parseInt(body.toString('latin1', at, end), 16);
    if (!(length > 0)) return Buffer.concat(chunks);
    chunks.push(body.subarray(end + 2, end + 2 + length));
    at = end + 2 + length + 2;
  }
}
