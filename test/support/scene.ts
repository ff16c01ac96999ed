import { FEATURES_VERSION, type SceneFeatures } from '../../lambdas/shared/scene-features.ts';

/** Features of a clip of 60 frames; what a test looks at is given. */
export function givenScene(change: Partial<SceneFeatures> = {}): SceneFeatures {
  return {
    version: FEATURES_VERSION,
    ...{ frames: 60, width: 640, height: 360, luminance: 112.25 },
    spatial_information: { max: 48.6, mean: 40.4 },
    temporal_information: { max: 22.5, mean: 15.3 },
    motion: { followed_share: 0.7, mean: 5.6, p95: 14.9, explained_share: 0.78 },
    ...{ flat_share: 0.29, noise_sigma: 1.5, cuts: [] },
    ...change,
  };
}
