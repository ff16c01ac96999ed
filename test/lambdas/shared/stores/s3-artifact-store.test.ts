import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import {
  GetObjectCommand,
  type GetObjectCommandOutput,
  ListObjectsV2Command,
  NoSuchKey,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { S3ArtifactStore } from '../../../../lambdas/shared/stores/s3-artifact-store.ts';

const s3 = mockClient(S3Client);
const store = new S3ArtifactStore('a-bucket', new S3Client({ region: 'us-east-1' }));
const absent = new NoSuchKey({ message: 'no', $metadata: {} });
const denied = new S3ServiceException({
  name: 'AccessDenied',
  $fault: 'client',
  message: 'no',
  $metadata: {},
});
const busy = new S3ServiceException({
  name: 'SlowDown',
  $fault: 'server',
  message: 'slow down',
  $metadata: { httpStatusCode: 503 },
});
/** A body as the SDK gives it in Node: a stream that can also be read whole. */
const body = (text: string) =>
  Object.assign(Readable.from([Buffer.from(text)]), {
    transformToByteArray: async () => new TextEncoder().encode(text),
  }) as unknown as NonNullable<GetObjectCommandOutput['Body']>;

let folder: string;
beforeEach(async () => {
  s3.reset();
  folder = await mkdtemp(join(tmpdir(), 'codec-lab-s3-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('artifacts in a bucket', () => {
  it('are put under their key', async () => {
    s3.on(PutObjectCommand).resolves({});

    await store.put('a/key', 'content');

    expect(s3.commandCalls(PutObjectCommand)[0]?.args[0].input).toEqual({
      Bucket: 'a-bucket',
      Key: 'a/key',
      Body: 'content',
    });
  });

  it('are put from a file with its length, so that it can be streamed', async () => {
    s3.on(PutObjectCommand).resolves({});
    await writeFile(join(folder, 'source'), 'twelve bytes');

    await store.putFile('a/key', join(folder, 'source'));

    const sent = s3.commandCalls(PutObjectCommand)[0]?.args[0].input;
    expect(sent).toMatchObject({ Key: 'a/key', ContentLength: 12 });
    expect(await new Response(Readable.toWeb(sent?.Body as Readable) as ReadableStream).text()).toBe(
      'twelve bytes',
    );
  });

  it('are put from a file again where the bucket is too busy, which the SDK does not do with a stream', async () => {
    s3.on(PutObjectCommand).rejectsOnce(busy).rejectsOnce(busy).resolves({});
    await writeFile(join(folder, 'source'), 'twelve bytes');

    await store.putFile('a/key', join(folder, 'source'));

    const sent = s3.commandCalls(PutObjectCommand).map(({ args }) => args[0].input.Body as Readable);
    expect(sent.map(({ destroyed }) => destroyed)).toEqual([true, true, false]);
  });

  it.each([
    ['that is refused', () => denied, 1],
    ['of a bucket that stays too busy', () => busy, 5],
  ])('are put from a file %s no more often than helps', async (_, error, times) => {
    s3.on(PutObjectCommand).rejects(error());
    await writeFile(join(folder, 'source'), 'twelve bytes');

    await expect(store.putFile('a/key', join(folder, 'source'))).rejects.toBe(error());
    expect(s3.commandCalls(PutObjectCommand)).toHaveLength(times);
  });

  it('are copied only where they are as small as they must be, told by the length before anything is read', async () => {
    const large = body('twelve bytes');
    s3.on(GetObjectCommand).resolves({ Body: large, ContentLength: 12 });

    await expect(store.getFile('a/key', join(folder, 'copy'), 11)).rejects.toMatchObject({
      name: 'ArtifactTooLarge',
      message: 'artifact a/key has 12 bytes; at most 11 are read',
    });

    expect((large as unknown as Readable).destroyed).toBe(true);
    await expect(readFile(join(folder, 'copy'))).rejects.toThrow('ENOENT');
  });

  it('are read, or undefined when absent', async () => {
    s3.on(GetObjectCommand, { Key: 'present' }).resolves({ Body: body('content') });
    s3.on(GetObjectCommand, { Key: 'absent' }).rejects(absent);

    expect(new TextDecoder().decode(await store.get('present'))).toBe('content');
    expect(await store.get('absent')).toBeUndefined();
  });

  it('go to a file, or fail by name when absent', async () => {
    s3.on(GetObjectCommand, { Key: 'present' }).resolves({ Body: body('content') });
    s3.on(GetObjectCommand, { Key: 'absent' }).rejects(absent);

    await store.getFile('present', join(folder, 'copy'));

    expect(await readFile(join(folder, 'copy'), 'utf8')).toBe('content');
    await expect(store.getFile('absent', join(folder, 'other'))).rejects.toMatchObject({
      name: 'ArtifactNotFound',
    });
  });

  it('that may not be read are an error, never absent', async () => {
    s3.on(GetObjectCommand).rejects(denied);

    await expect(store.get('secret')).rejects.toMatchObject({ name: 'AccessDenied' });
  });

  it('are listed over all pages, sorted, without folder markers', async () => {
    s3.on(ListObjectsV2Command)
      .resolvesOnce({
        IsTruncated: true,
        NextContinuationToken: 'more',
        Contents: [{ Key: 'c/' }, { Key: 'c/b' }],
      })
      .resolvesOnce({ Contents: [{ Key: 'c/a' }] });

    expect(await store.list('c/')).toEqual(['c/a', 'c/b']);
    expect(s3.commandCalls(ListObjectsV2Command)[1]?.args[0].input).toMatchObject({
      Bucket: 'a-bucket',
      Prefix: 'c/',
      ContinuationToken: 'more',
    });
  });
});
