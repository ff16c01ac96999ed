import type { ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import type { ArtifactStore } from '../../../lambdas/shared/stores/artifact-store.ts';
import { type Loopback, loopback } from './loopback.ts';

/** How a bucket answers: as it should, twice with 503 before it gives an object, always with 503, or haltingly. */
export type BucketMood = 'well' | 'the first two of each object fail' | 'every request fails' | 'slow';

export interface Bucket extends Loopback {
  mood: BucketMood;
}

/** Pause in the middle of every slow body, in milliseconds. */
const HALT_MS = 300;

/** As much of S3's REST protocol as the artifact store speaks, over the artifacts of a folder. */
export async function openBucket(store: ArtifactStore): Promise<Bucket> {
  const requests = new Map<string, number>();
  const server = await loopback(async (request, response) => {
    const body = await buffer(request);
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
    const count = 1 + (requests.get(pathname) ?? 0);
    requests.set(pathname, count);
    const fails = { 'the first two of each object fail': count <= 2, 'every request fails': true };
    if (fails[bucket.mood as keyof typeof fails]) return fault(response, 503, 'SlowDown');
    const key = decodeURIComponent(pathname.split('/').slice(2).join('/'));
    if (request.method === 'PUT') {
      await store.put(key, body);
      response.end();
      return;
    }
    const content =
      key === '' ? await listing(store, searchParams.get('prefix') ?? '') : await store.get(key);
    if (content === undefined) return fault(response, 404, 'NoSuchKey');
    response.writeHead(200, { 'content-length': Buffer.byteLength(content) });
    if (bucket.mood === 'slow') {
      response.write(content.slice(0, content.length >> 1));
      await wait(HALT_MS);
      response.end(content.slice(content.length >> 1));
    } else response.end(content);
  });
  const bucket: Bucket = { ...server, mood: 'well' };
  return bucket;
}

async function listing(store: ArtifactStore, prefix: string): Promise<string> {
  const keys = await store.list(prefix);
  const contents = keys.map((key) => `<Contents><Key>${key}</Key></Contents>`).join('');
  return `<ListBucketResult><IsTruncated>false</IsTruncated>${contents}</ListBucketResult>`;
}

function fault(response: ServerResponse, status: number, code: string): void {
  response.writeHead(status, { 'content-type': 'application/xml' });
  response.end(`<Error><Code>${code}</Code><Message>it is so</Message></Error>`);
}
