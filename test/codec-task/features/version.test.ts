import { expect, it } from 'vitest';
import { FEATURES_VERSION } from '../../../lambdas/shared/scene-features.ts';
import { featuresOf, moved, type Picture, seeded, texture } from './given.ts';

it('the figures of a version never change: what makes others raises the version, by which they are kept', async () => {
  // given: a texture that moves over a plain strip with uniform noise, and a cut
  const scene = (seed: number, frame: number): Picture => {
    const [random, ground] = [seeded(seed + frame), moved(texture(seed), 3 * frame, -frame)];
    return (x, y) => (y < 48 ? 90 + x / 8 + 6 * random() : ground(x, y));
  };
  const pictures = [0, 1, 2, 3, 4].map((frame) => scene(5, frame));

  // when
  const features = await featuresOf([...pictures, scene(6, 0), scene(6, 1)]);

  // then
  expect(FEATURES_VERSION).toBe(1);
  expect(features).toEqual(PINNED);
});

const PINNED = {
  ...{ version: 1, frames: 7, width: 192, height: 128, luminance: 118.15998767671131 },
  spatial_information: { max: 64.80736548064947, mean: 63.01486693134721 },
  temporal_information: { max: 37.84395208207683, mean: 26.64149995256629 },
  motion: {
    ...{ followed_share: 0.5708333333333333, mean: 3.1229966614490636, p95: 3.1622776601683795 },
    explained_share: 0.8256651328734506,
  },
  // Uniform noise over six levels, rounded: a deviation of 1.76.
  ...{ flat_share: 0.375, noise_sigma: 1.7360958585773385, cuts: [5] },
};
