import { createReadStream, createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import {
  GetObjectCommand,
  NoSuchKey,
  PutObjectCommand,
  paginateListObjectsV2,
  S3Client,
} from '@aws-sdk/client-s3';
import { ArtifactNotFoundError, ArtifactTooLargeError } from '../errors.ts';
import type { ArtifactStore } from './artifact-store.ts';

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
    const body = createReadStream(path);
    await this.#client.send(
      new PutObjectCommand({ Bucket: this.#bucket, Key: key, Body: body, ContentLength: size }),
    );
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
