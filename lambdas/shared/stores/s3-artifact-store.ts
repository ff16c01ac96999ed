import { createReadStream, createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as wait } from 'node:timers/promises';
import {
  GetObjectCommand,
  NoSuchKey,
  PutObjectCommand,
  paginateListObjectsV2,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { ArtifactNotFoundError, ArtifactTooLargeError } from '../errors.ts';
import type { ArtifactStore } from './artifact-store.ts';

/** Times that a file is sent, with pauses of 0.1 s, 0.2 s, 0.4 s and 0.8 s between them. */
const FILE_TRIES = 5;
const FIRST_PAUSE_MS = 100;

/** Artifacts as objects of a bucket. Region and credentials come from the SDK's default chain. */
export class S3ArtifactStore implements ArtifactStore {
  readonly #client: S3Client;
  readonly #bucket: string;

  constructor(bucket: string, client: S3Client = new S3Client({})) {
    this.#bucket = bucket;
    this.#client = client;
  }

  async put(key: string, content: Uint8Array | string): Promise<void> {
    await this.#client.send(new PutObjectCommand({ Bucket: this.#bucket, Key: key, Body: content }));
  }

  async putFile(key: string, path: string): Promise<void> {
    const { size } = await stat(path);
    // The SDK sends no stream a second time, so that one 503 would cost the experiment: each try reads the file anew.
    for (let tried = 1; ; tried++) {
      const Body = createReadStream(path);
      try {
        await this.#client.send(
          new PutObjectCommand({ Bucket: this.#bucket, Key: key, Body, ContentLength: size }),
        );
        return;
      } catch (error) {
        Body.destroy();
        if (tried === FILE_TRIES || !passesByItself(error)) throw error;
        await wait(FIRST_PAUSE_MS * 2 ** (tried - 1));
      }
    }
  }

  async get(key: string): Promise<Uint8Array | undefined> {
    const object = await this.#open(key);
    return object?.Body?.transformToByteArray();
  }

  async getFile(key: string, path: string, most = Number.POSITIVE_INFINITY): Promise<void> {
    const object = await this.#open(key);
    if (object?.Body === undefined) throw new ArtifactNotFoundError(key);
    const body = object.Body as Readable;
    const { ContentLength: bytes = 0 } = object;
    if (bytes > most) {
      // Left unread it would hold its connection.
      body.destroy();
      throw new ArtifactTooLargeError(key, bytes, most);
    }
    await pipeline(body, createWriteStream(path));
  }

  async list(prefix: string): Promise<string[]> {
    const keys: string[] = [];
    for await (const page of paginateListObjectsV2(
      { client: this.#client },
      { Bucket: this.#bucket, Prefix: prefix },
    )) {
      for (const object of page.Contents ?? [])
        if (object.Key && !object.Key.endsWith('/')) keys.push(object.Key);
    }
    return keys.sort();
  }

  async #open(key: string) {
    try {
      return await this.#client.send(new GetObjectCommand({ Bucket: this.#bucket, Key: key }));
    } catch (error) {
      if (error instanceof NoSuchKey) return undefined;
      throw error;
    }
  }
}

/** Whether the bucket was too busy or at fault, or the connection broke: what the SDK itself would try again. */
function passesByItself(error: unknown): boolean {
  if (!(error instanceof S3ServiceException))
    return error instanceof Error && 'code' in error && ['ECONNRESET', 'EPIPE'].includes(String(error.code));
  const { httpStatusCode = 0 } = error.$metadata;
  return httpStatusCode >= 500 || httpStatusCode === 429;
}
