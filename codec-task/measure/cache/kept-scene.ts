import * as z from 'zod';
import { artifactKeys } from '../../../lambdas/shared/keys.ts';
import { SCHEMAS } from '../../../lambdas/shared/names.ts';
import type { ClipSource } from '../../../lambdas/shared/result.ts';
import { FEATURES_VERSION, SceneFeatures } from '../../../lambdas/shared/scene-features.ts';
import { seal, unseal } from '../../../lambdas/shared/sealed.ts';
import { type ArtifactStore, getText } from '../../../lambdas/shared/stores/artifact-store.ts';

/** Features as they are kept, beside the hash of the frames that they are of. */
const Entry = z.strictObject({
  schema: z.literal(SCHEMAS.scene),
  frames_sha256: z.string(),
  scene: SceneFeatures,
});

/** What names a clip's frames: their hash, with the shape in which they are read. */
type Frames = Pick<ClipSource, 'frames_sha256' | 'width' | 'height' | 'frames'>;

/**
 * Features that were measured before on the same frames by the same definitions; undefined where there are none, or none
 * that are what they were.
 */
export async function keptScene(store: ArtifactStore, source: Frames): Promise<SceneFeatures | undefined> {
  const entry = unseal(await getText(store, keyOf(source)), Entry);
  if (entry === undefined || entry.frames_sha256 !== source.frames_sha256) return undefined;
  const { version, width, height, frames } = entry.scene;
  const isOurs =
    version === FEATURES_VERSION &&
    width === source.width &&
    height === source.height &&
    frames === source.frames;
  return isOurs ? entry.scene : undefined;
}

/** Keeps features; equal frames give equal entries, so that two writers at once do no harm. */
export async function keepScene(store: ArtifactStore, source: Frames, scene: SceneFeatures): Promise<void> {
  const { frames_sha256 } = source;
  await store.put(keyOf(source), seal({ schema: SCHEMAS.scene, frames_sha256, scene }));
}

function keyOf({ frames_sha256 }: Frames): string {
  return artifactKeys.scene(frames_sha256, FEATURES_VERSION);
}
