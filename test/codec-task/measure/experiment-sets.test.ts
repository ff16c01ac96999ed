import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ClipReference, ExperimentSpec } from '../../../lambdas/shared/spec.ts';
import { smallSpec } from '../../support/bench.ts';
import { openExperiments, smallClip } from './given.ts';

type Experiments = Awaited<ReturnType<typeof openExperiments>>;
let experiments: Experiments;
/** Of the tune clip alone. */
let missed: Awaited<ReturnType<typeof run>>;
beforeAll(async () => {
  experiments = await openExperiments();
  missed = await run({ validate_below_percent: -90 });
});
afterAll(() => experiments.close());

const CLIPS: ClipReference[] = [
  smallClip('hidden', { set: 'sealed', width: 160 }),
  smallClip('searched'),
  smallClip('unseen', { set: 'validate', height: 128 }),
];
const run = async (change: Partial<ExperimentSpec>) =>
  (await experiments.run({ ...smallSpec('libx264', { preset: 'veryfast' }), clips: CLIPS, ...change }))
    .result;
const measured = ({ clips }: Awaited<ReturnType<typeof run>>) =>
  clips.map(({ source }) => [source.name, source.set]);

describe('an experiment on sets of clips', () => {
  it('given no clip to tune on, is refused', async () => {
    const { failure } = await run({ clips: CLIPS.filter(({ set }) => set !== undefined) });
    expect(failure).toMatchObject({ class: 'invalid-spec', message: expect.stringContaining('for tuning') });
  });

  it('given a threshold that the tune clips miss, measures them alone', () => {
    expect(measured(missed)).toEqual([['searched', 'tune']]);
    expect(missed.sets).toMatchObject({ tune: { clips: 1 }, validate: null, sealed: null });
  });

  it('given one that they meet, measures the validate clips too, and nothing else of the result changes', async () => {
    const met = await run({ validate_below_percent: 900 });
    expect(measured(met)).toEqual([
      ['searched', 'tune'],
      ['unseen', 'validate'],
    ]);
    expect(met.sets?.validate?.clips).toBe(1);
    expect(met.sets?.validate?.bd_rate.psnr_yuv.percent).not.toBe(met.bd_rate.psnr_yuv.percent);
    for (const name of ['bd_rate', 'operating_point', 'fingerprint', 'scores_fingerprint', 'flags'] as const)
      expect(met[name]).toEqual(missed[name]);
  });

  it('given a finalist, measures all clips in the order of the spec, and against the strong anchor', async () => {
    const result = await run({ confirm: true, validate_below_percent: -90 });
    expect(measured(result)).toEqual([
      ['hidden', 'sealed'],
      ['searched', 'tune'],
      ['unseen', 'validate'],
    ]);
    const { tune, validate, sealed } = result.sets ?? {};
    const [tuneRate, sealedRate] = [tune, sealed].map((set) => set?.bd_rate.psnr_yuv.percent);
    expect(result.bd_rate.psnr_yuv.percent).toBe(tuneRate);
    expect(sealedRate).not.toBe(tuneRate);
    const strong = result.clips.map((clip) => clip.bd_rate_strong?.psnr_yuv.percent ?? null);
    expect([sealed, tune, validate].map((set) => set?.bd_rate_strong?.psnr_yuv.percent)).toEqual(strong);
    for (const [index, percent] of strong.entries())
      expect(percent).toBeGreaterThan(result.clips[index]?.bd_rate.psnr_yuv.percent ?? Number.NaN);
  });
});
