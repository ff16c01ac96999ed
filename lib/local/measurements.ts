import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { artifactKeys } from '../../lambdas/shared/keys.ts';
import { SYNTHETIC_RECIPES } from '../../lambdas/shared/names.ts';
import { parseSettings } from '../../lambdas/shared/settings.ts';
import { type ClipReference, type ExperimentSpec, specHash } from '../../lambdas/shared/spec.ts';
import { FileArtifactStore } from '../../lambdas/shared/stores/file-artifact-store.ts';
import type { GivenClip } from './clips/collect.ts';

/** Digits of the spec's hash in an id. */
const SHORT_HASH = 8;

/**
 * Takes the next id for a measurement of this spec, for example `m-3f9a1c02-01`: the same spec gives the same first part.
 * The folder that is made for its result makes it unique, whoever measures beside.
 */
export async function takeMeasurementId(data: string, spec: ExperimentSpec): Promise<string> {
  const hash = specHash(spec).slice(0, SHORT_HASH);
  for (let number = 1; ; number += 1) {
    const id = `m-${hash}-${String(number).padStart(2, '0')}`;
    const folder = join(resolve(data), 'artifacts', dirname(artifactKeys.measurement(id)));
    await mkdir(dirname(folder), { recursive: true });
    try {
      await mkdir(folder);
      return id;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}

/** Puts a person's clips into the store, each under its hash, so that a measurement can be verified later. */
export async function storeMeasuredClips(
  data: string,
  clips: readonly GivenClip[],
): Promise<ClipReference[]> {
  const store = new FileArtifactStore(join(resolve(data), 'artifacts'));
  const references: ClipReference[] = [];
  for (const { name, path } of clips) {
    const key = artifactKeys.measuredClip(await hashOf(path), name);
    await store.putFile(key, path);
    references.push({ kind: 'stored', name, key });
  }
  return references;
}

/** The clips that the laboratory renders itself, as a campaign without clips has them. */
export function syntheticClips(): ClipReference[] {
  const { width, height, clips } = parseSettings({}).synthetic;
  return SYNTHETIC_RECIPES.slice(0, clips).map((recipe) => ({
    ...{ kind: 'synthetic' as const, name: recipe, recipe },
    ...{ width, height },
  }));
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}
