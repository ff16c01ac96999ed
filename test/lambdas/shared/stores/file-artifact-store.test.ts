import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { getText } from '../../../../lambdas/shared/stores/artifact-store.ts';
import { FileArtifactStore } from '../../../../lambdas/shared/stores/file-artifact-store.ts';
import { openArtifactStore } from '../../../../lambdas/shared/stores/open-artifact-store.ts';
import { S3ArtifactStore } from '../../../../lambdas/shared/stores/s3-artifact-store.ts';

let folder: string;
let store: FileArtifactStore;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'codec-lab-store-'));
  store = new FileArtifactStore(pathToFileURL(join(folder, 'artifacts')));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('artifacts in a folder', () => {
  it('are read as they were written, bytes and text, and replaced whole', async () => {
    await store.put('a/b/bytes', Uint8Array.of(0, 255, 10));
    await store.put('a/b/text', 'first, and longer');
    await store.put('a/b/text', 'second');

    expect([...((await store.get('a/b/bytes')) ?? [])]).toEqual([0, 255, 10]);
    expect(await getText(store, 'a/b/text')).toBe('second');
    expect(await readdir(join(folder, 'artifacts', 'a', 'b'))).toEqual(['bytes', 'text']);
  });

  it('go to and from files', async () => {
    await writeFile(join(folder, 'source'), 'content');

    await store.putFile('x/stored', join(folder, 'source'));
    await store.getFile('x/stored', join(folder, 'copy'));

    expect(await readFile(join(folder, 'copy'), 'utf8')).toBe('content');
  });

  it('are undefined when absent, whatever is absent', async () => {
    await store.put('file', 'content');

    expect(await store.get('absent')).toBeUndefined();
    expect(await store.get('absent/deeper')).toBeUndefined();
    expect(await store.get('file/below')).toBeUndefined();
    expect(await getText(store, 'absent')).toBeUndefined();
  });

  it('cannot be copied when absent, and a missing target is another fault', async () => {
    await store.put('present', 'content');

    await expect(store.getFile('absent', join(folder, 'copy'))).rejects.toMatchObject({
      name: 'ArtifactNotFound',
    });
    await expect(store.getFile('present', join(folder, 'no', 'folder'))).rejects.toMatchObject({
      code: 'ENOENT',
    });
  });

  it('are listed below a prefix, sorted, without half-written ones', async () => {
    for (const key of ['clips/b.mp4', 'clips/a.mp4', 'clips/deep/c.mp4', 'clipsy', 'other/d'])
      await store.put(key, key);
    await writeFile(join(folder, 'artifacts', 'clips', '.half-written'), '');

    expect(await store.list('clips/')).toEqual(['clips/a.mp4', 'clips/b.mp4', 'clips/deep/c.mp4']);
    expect(await store.list('clips')).toEqual(['clips/a.mp4', 'clips/b.mp4', 'clips/deep/c.mp4', 'clipsy']);
    expect(await store.list('nothing/here/')).toEqual([]);
  });

  it('leave nothing behind when a write fails', async () => {
    await store.put('x/kept', 'content');

    await expect(store.putFile('x/lost', join(folder, 'absent'))).rejects.toMatchObject({ code: 'ENOENT' });

    expect(await readdir(join(folder, 'artifacts', 'x'))).toEqual(['kept']);
  });

  it.each(['../outside', 'a/../../outside', '/etc/outside'])('never lie outside it: %s', async (key) => {
    await expect(store.put(key, '')).rejects.toMatchObject({ name: 'InvalidSettings' });
    await expect(store.get(key)).rejects.toMatchObject({ name: 'InvalidSettings' });
  });
});

describe('the address of a store', () => {
  it('chooses its kind', () => {
    expect(openArtifactStore('s3://a-bucket')).toBeInstanceOf(S3ArtifactStore);
    expect(openArtifactStore(pathToFileURL(folder).href)).toBeInstanceOf(FileArtifactStore);
  });

  it.each(['', 'a-bucket', 'https://bucket.example', '/folder'])('is refused by name: "%s"', (address) => {
    expect(() => openArtifactStore(address)).toThrow('is neither s3://bucket nor file:///folder');
  });
});
