import { expect, it } from 'vitest';
import { FEATURES_VERSION } from '../../../../../../lambdas/shared/scene-features.ts';
import { sceneOf } from '../../../content/given.ts';
import { digested, id } from './digested.ts';

const best = (name: string, index: number, rates: number[]) => ({
  ...{ experiment_id: id(index), encoder: name, bd_rate_percent: (rates[0] ?? 0) / 2 + (rates[1] ?? 0) / 2 },
  rates,
});

it('tells what each tune clip is like and which encoder is best on it, with the ids', () => {
  const { content } = digested(
    {},
    {
      scenes: {
        clips: [
          { name: 'calm.mkv', scene: sceneOf({ noise: 0.2 }) },
          { name: 'noisy.mkv', scene: sceneOf({ noise: 4, cuts: 2 }) },
        ],
        best: [best('libsvtav1', 1, [-30, -20]), best('libx265', 2, [-10, -24])],
      },
    },
  );
  expect(content).toMatchObject({
    clips: [
      { name: 'calm.mkv', noise: 0.2, cuts: 0 },
      { name: 'noisy.mkv', noise: 4, cuts: 2 },
    ],
    best_of_each_encoder: [
      { id: id(1), encoder: 'libsvtav1', bd_rate_percent: -25, bd_rate_by_clip: [-30, -20] },
      { id: id(2), encoder: 'libx265', bd_rate_percent: -17, bd_rate_by_clip: [-10, -24] },
    ],
    best_by_clip: ['libsvtav1', 'libx265'],
    choosing_by_clip_percent: -27,
    choosing_by_clip_gains_points: 2,
    statements: [{ evidence: [id(1), id(2)] }],
  });
});

it('says nothing of content before anything was measured', () => {
  expect(digested({}, {}).content).toEqual({ clips: [], best_of_each_encoder: [], statements: [] });
});

it('lists so many clips and encoders and no more', () => {
  const names = Array.from({ length: 32 }, (_, index) => `${'n'.repeat(70)}-${index}.mkv`);
  const { content } = digested(
    {},
    {
      scenes: {
        clips: names.map((name) => ({ name, scene: { ...sceneOf({}), version: FEATURES_VERSION } })),
        best: Array.from({ length: 12 }, (_, index) =>
          best(
            `encoder${index}`,
            index,
            names.map(() => -index),
          ),
        ),
      },
    },
  );
  expect(content.clips).toHaveLength(12);
  expect(content.best_of_each_encoder).toHaveLength(8);
  expect(JSON.stringify(content).length).toBeLessThan(8000);
});
