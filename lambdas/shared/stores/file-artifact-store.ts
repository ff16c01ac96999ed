import { randomUUID } from 'node:crypto';
import { copyFile, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ArtifactNotFoundError, ArtifactTooLargeError, InvalidSettingsError } from '../errors.ts';
import type { ArtifactStore } from './artifact-store.ts';

/** Artifacts as files below a folder. A reader sees an old or a new file, never half of one. */
export class FileArtifactStore implements ArtifactStore {
  readonly #root: string;

  constructor(root: URL | string) {
    this.#root = resolve(typeof root === 'string' ? root : fileURLToPath(root));
  }

  async put(key: string, content: Uint8Array | string): Promise<void> {
    await this.#replace(key, (temporary) => writeFile(temporary, content));
  }

  async putFile(key: string, path: string): Promise<void> {
    await this.#replace(key, (temporary) => copyFile(path, temporary));
  }

  async get(key: string): Promise<Uint8Array | undefined> {
    try {
      return await readFile(this.#path(key));
    } catch (error) {
      if (isAbsent(error)) return undefined;
      throw error;
    }
  }

  async getFile(key: string, path: string, most = Number.POSITIVE_INFINITY): Promise<void> {
    const source = this.#path(key);
    try {
      const { size } = await stat(source);
      if (size > most) throw new ArtifactTooLargeError(key, size, most);
    } catch (error) {
      if (isAbsent(error)) throw new ArtifactNotFoundError(key, { cause: error });
      throw error;
    }
    await copyFile(source, path);
  }

  async list(prefix: string): Promise<string[]> {
    const folder = this.#path(prefix.slice(0, prefix.lastIndexOf('/') + 1));
    const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(
      (error: unknown) => {
        if (isAbsent(error)) return [];
        throw error;
      },
    );
    return entries
      .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
      .map((entry) => relative(this.#root, join(entry.parentPath, entry.name)).split(sep).join('/'))
      .filter((key) => key.startsWith(prefix))
      .sort();
  }

  async #replace(key: string, write: (temporary: string) => Promise<void>): Promise<void> {
    const path = this.#path(key);
    await mkdir(dirname(path), { recursive: true });
    const temporary = join(dirname(path), `.${randomUUID()}`);
    try {
      await write(temporary);
      await rename(temporary, path);
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
  }

  #path(key: string): string {
    const path = resolve(this.#root, key);
    if (path !== this.#root && !path.startsWith(this.#root + sep)) {
      throw new InvalidSettingsError(`artifact key "${key}" leaves the store's folder`);
    }
    return path;
  }
}

function isAbsent(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}
