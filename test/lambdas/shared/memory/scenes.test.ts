import { describe, expect, it } from 'vitest';
import type { ClipMeasurement, ExperimentRecord } from '../../../../lambdas/shared/record.ts';
import { FEATURES_VERSION, shortScene } from '../../../../lambdas/shared/scene-features.ts';
import { givenScene } from '../../../support/scene.ts';
import { folded, givenMeasurement, givenSpec, givenSuccess } from '../../recorder/given.ts';
import { arm, clipAt } from './fold/given.ts';

const SCENES = {
  calm: shortScene(givenScene({ noise_sigma: 0.2 })),
  noisy: shortScene(givenScene({ noise_sigma: 4 })),
};

/** An experiment of an encoder with its rates on both clips. */
function success(
  index: number,
  named: { strategy?: string; encoder: string },
  rates: Partial<Record<keyof typeof SCENES, number | null>>,
  change: Partial<ClipMeasurement> = {},
): ExperimentRecord {
  const clips = Object.entries(rates).map(([name, bd_rate_percent]) => ({
    ...{ ...clipAt(1), name, bd_rate_percent, scene: SCENES[name as keyof typeof SCENES] },
    ...change,
  }));
  const percents = Object.values(rates).filter((rate) => rate !== null);
  const mean = percents.reduce((sum, rate) => sum + rate, 0) / percents.length;
  const spec = { ...givenSpec(`preset ${index}`), ...named };
  return { ...givenSuccess(index, mean), spec, measurement: givenMeasurement(mean, { clips }) };
}

const SVT = { encoder: 'libsvtav1' };
const HYBRID = { strategy: 'hybrid', encoder: 'libsvtav1' };

describe('the memory of scenes', () => {
  it('holds the features of each clip and the best experiment of each encoder with its rate on each', () => {
    const worse = success(0, SVT, { calm: -20, noisy: -10 });
    const better = success(1, SVT, { calm: -30, noisy: -8 });
    const restored = success(2, HYBRID, { calm: -31, noisy: -16 });
    expect(folded([[worse, better, restored]]).scenes).toEqual({
      clips: [
        { name: 'calm', scene: SCENES.calm },
        { name: 'noisy', scene: SCENES.noisy },
      ],
      best: [
        { ...HYBRID, experiment_id: restored.experiment_id, bd_rate_percent: -23.5, rates: [-31, -16] },
        { ...SVT, experiment_id: better.experiment_id, bd_rate_percent: -19, rates: [-30, -8] },
      ],
    });
  });

  it('keeps rates by their clip, whatever clips a record lists', () => {
    const both = success(0, SVT, { calm: -20, noisy: -10 });
    const one = success(1, HYBRID, { noisy: -40 });
    const { scenes } = folded([[both], [{ ...one, reasoning_id: arm(1).reasoning_id }]]);
    expect(scenes?.best.map(({ rates }) => rates)).toEqual([
      [null, -40],
      [-20, -10],
    ]);
  });

  it('learns nothing from what is suspect, repeats, or is told apart by the families of metrics', () => {
    const good = success(0, SVT, { calm: -20, noisy: -10 });
    const suspect = { ...success(1, HYBRID, { calm: -50, noisy: -50 }), verdict: 'suspect' as const };
    const again = success(2, { encoder: 'libaom-av1' }, { calm: -50, noisy: -50 });
    const repeated = { ...again, spec: { ...again.spec, replicate_of: 'x' } };
    const apart = success(3, { encoder: 'libx264' }, { calm: -50, noisy: -50 });
    const disagreement = { verdict: 'metric disagreement' as const, sentence: 'they disagree' };
    const measurement = apart.measurement && { ...apart.measurement, agreement: disagreement };
    const { scenes } = folded([[good, suspect, repeated, { ...apart, measurement }]]);
    expect(scenes?.best.map(({ experiment_id }) => experiment_id)).toEqual([good.experiment_id]);
  });

  it('leaves out features of other definitions, and begins anew with other clips', () => {
    const other = { ...SCENES.calm, version: FEATURES_VERSION + 1 };
    expect(folded([[success(0, SVT, { calm: -20 }, { scene: other })]]).scenes?.clips).toEqual([]);

    const before = folded([[success(0, SVT, { calm: -20, noisy: -10 })]]);
    const elsewhere = { ...success(0, HYBRID, { noisy: -5 }), ...{ clip_set: 'other clips' } };
    const { reasoning_id, experiment_id } = arm(25);
    const { scenes } = folded([[{ ...elsewhere, reasoning_id, experiment_id }]], before);
    expect(scenes?.clips.map(({ name }) => name)).toEqual(['noisy']);
    expect(scenes?.best.map(({ rates }) => rates)).toEqual([[-5]]);
  });

  it('stays as it is on records from before features were measured', () => {
    const { scene: _scene, ...old } = { ...clipAt(1), scene: undefined };
    const record = givenSuccess(0, -9, { measurement: givenMeasurement(-9, { clips: [old] }) });
    expect(folded([[record]]).scenes).toEqual({ clips: [], best: [] });
  });
});
