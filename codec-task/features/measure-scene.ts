import { open } from 'node:fs/promises';
import { FEATURES_VERSION, type SceneFeatures } from '../../lambdas/shared/scene-features.ts';
import { frameBytes, type PictureSize } from '../media/frames.ts';
import { StoppedError } from '../media/tool-errors.ts';
import { blockMotion, type MotionCounts, motionCounts } from './block-motion.ts';
import { FrameMeasure } from './frame-measure.ts';
import { sceneCuts } from './scene-cuts.ts';
import { SurfaceCounts } from './surface-noise.ts';

/**
 * Features of a scene, from the luminance of its frames in order.
 * @param frames width x height samples each; read before the next is asked for.
 */
export async function sceneFeatures(
  size: PictureSize,
  frames: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<SceneFeatures> {
  const measure = await FrameMeasure.open(size);
  const surfaces = new SurfaceCounts();
  const transitions: MotionCounts[] = [];
  const luminance: number[] = [];
  const spatial: number[] = [];
  const temporal: number[] = [];
  for await (const luma of frames) {
    const figures = measure.add(luma);
    luminance.push(figures.luminance);
    spatial.push(figures.spatialInformation);
    surfaces.add(figures.surfaces);
    if (figures.transition === undefined) continue;
    temporal.push(figures.transition.temporalInformation);
    transitions.push(motionCounts(figures.transition.movements, figures.surfaces));
  }
  const cuts = sceneCuts(transitions);
  const motion = blockMotion(transitions.filter((_, index) => !cuts.includes(index + 1)));
  return {
    version: FEATURES_VERSION,
    frames: luminance.length,
    ...size,
    luminance: mean(luminance),
    spatial_information: spread(spatial),
    temporal_information: transitions.length === 0 ? null : spread(temporal),
    motion:
      transitions.length === 0
        ? null
        : {
            followed_share: motion.followed,
            mean: motion.mean,
            p95: motion.p95,
            explained_share: motion.explained ?? null,
          },
    flat_share: surfaces.flatShare,
    noise_sigma: surfaces.noise ?? null,
    cuts,
  };
}

/**
 * The luminance of each frame of a raw 8-bit 4:2:0 file, always in the same memory.
 * @throws StoppedError between two frames, once everything was stopped
 */
export async function* lumaFrames(
  path: string,
  size: PictureSize,
  frames: number,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const samples = size.width * size.height;
  const luma = Buffer.allocUnsafeSlow(samples);
  await using file = await open(path);
  for (let index = 0; index < frames; index++) {
    if (signal.aborted) throw new StoppedError();
    await file.read(luma, 0, samples, index * frameBytes(size));
    yield luma;
  }
}

function spread(values: readonly number[]) {
  return { max: Math.max(...values), mean: mean(values) };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
