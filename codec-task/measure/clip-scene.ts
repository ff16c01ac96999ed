import type { SceneFeatures } from '../../lambdas/shared/scene-features.ts';
import { lumaFrames, sceneFeatures } from '../features/measure-scene.ts';
import type { PreparedSource } from '../media/source.ts';
import { keepScene, keptScene } from './cache/kept-scene.ts';
import type { ClipBench } from './clip-bench.ts';

/** A clip's scene features: those that are kept of its frames, else measured now and kept. @throws StoppedError */
export async function clipScene(
  { store, fresh, signal }: Pick<ClipBench, 'store' | 'fresh' | 'signal'>,
  prepared: PreparedSource,
): Promise<SceneFeatures> {
  const { source } = prepared;
  const kept = fresh ? undefined : await keptScene(store, source);
  if (kept !== undefined) return kept;
  const scene = await measuredScene(prepared, signal);
  await keepScene(store, source, scene);
  return scene;
}

/** The features of a clip's frames, whatever is kept. @throws StoppedError */
export function measuredScene({ source, path }: PreparedSource, signal: AbortSignal): Promise<SceneFeatures> {
  const { width, height, frames } = source;
  return sceneFeatures({ width, height }, lumaFrames(path, { width, height }, frames, signal));
}
