import { artifactKeys } from '../../../lambdas/shared/keys.ts';
import type { RatePoint } from '../../../lambdas/shared/result.ts';
import { sha256 } from '../../../lambdas/shared/spec.ts';
import { type ArtifactStore, getText } from '../../../lambdas/shared/stores/artifact-store.ts';
import { hashFile } from '../../media/frames.ts';
import { type Configuration, configurationKey } from './configuration.ts';
import { readEntry, writeEntry } from './entry.ts';

/**
 * Rate points of one configuration that earlier experiments measured, in the artifact store. The store replaces whole
 * files, and equal keys have equal content but for times, so that any number of writers may be at it at once.
 */
export class KeptPoints {
  readonly #store: ArtifactStore;
  readonly #configuration: Configuration;
  readonly #key: string;

  constructor(store: ArtifactStore, configuration: Configuration) {
    this.#store = store;
    this.#configuration = configuration;
    this.#key = configurationKey(configuration);
  }

  /** SHA-256 that names the configuration. */
  get key(): string {
    return this.#key;
  }

  /** Values of the quality control that have an entry, sound or not, rising. */
  async controls(): Promise<number[]> {
    const prefix = artifactKeys.points(this.#key);
    const keys = await this.#store.list(prefix);
    const values = keys.map((key) => Number(key.slice(prefix.length).replace(/\.json$/, '')));
    return values.filter(Number.isFinite).sort((a, b) => a - b);
  }

  /**
   * The kept point, or undefined where there is none or where anything of it is not what it was: the entry against its
   * own hash, the bitstream against the entry.
   */
  async read(qualityControl: number): Promise<RatePoint | undefined> {
    const text = await getText(this.#store, artifactKeys.point(this.#key, qualityControl));
    if (text === undefined) return undefined;
    const point = readEntry(text, this.#configuration, qualityControl);
    if (point === undefined || point.bitstream_key !== artifactKeys.bitstream(point.bitstream_sha256))
      return undefined;
    const files = [point.bitstream_key, ...(point.side_keys ?? [])];
    const sound = await Promise.all(files.map((key) => isSound(this.#store, key)));
    return sound.every(Boolean) ? { ...point, kept: true } : undefined;
  }

  /** Keeps a point whose bitstream is in the store and was decoded twice. Replaces an entry of the same control. */
  async write(point: RatePoint): Promise<void> {
    await this.#store.put(
      artifactKeys.point(this.#key, point.quality_control),
      writeEntry(this.#configuration, point),
    );
  }
}

/** Whether a bitstream is there and has the hash that its key tells. */
async function isSound(store: ArtifactStore, key: string): Promise<boolean> {
  const bytes = await store.get(key);
  return bytes !== undefined && artifactKeys.bitstream(sha256(bytes)) === key;
}

/** Keeps a bitstream, or a side file of one, under the hash of its bytes. @returns its key */
export async function keepBitstream(store: ArtifactStore, path: string): Promise<string> {
  const key = artifactKeys.bitstream(await hashFile(path));
  await store.putFile(key, path);
  return key;
}
