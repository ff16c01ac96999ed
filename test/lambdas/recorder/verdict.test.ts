import { describe, expect, it } from 'vitest';
import { judge, judgeFailure } from '../../../lambdas/recorder/verdict.ts';
import { givenMeasurement, givenPlanned, givenSpec, givenSuccess } from './given.ts';

describe('the verdict over one experiment', () => {
  const planned = givenPlanned(0); // forecast -12 to -3, middle -8

  it.each([
    [-12, 'confirmed', 'measured -12.0 %, within the forecast of -12.0 % to -3.0 %'],
    [-3, 'confirmed', 'measured -3.0 %, within the forecast of -12.0 % to -3.0 %'],
    [
      -12.1,
      'refuted',
      'measured -12.1 %, better than the forecast of -12.0 % to -3.0 %: 4.1 points from its middle of -8.0 %',
    ],
    [
      -2.9,
      'refuted',
      'measured -2.9 %, worse than the forecast of -12.0 % to -3.0 %: 5.1 points from its middle of -8.0 %',
    ],
    [null, 'inconclusive', 'no BD-rate: low-overlap'],
    [-99.9, 'refuted', undefined],
    [-99.95, 'suspect', 'a BD-rate of -99.95 % cannot be: the measurement is at fault'],
    [10_001, 'suspect', undefined],
  ])('a BD-rate of %s is %s', (bdRate, verdict, reason) => {
    const judgement = judge(planned, givenMeasurement(bdRate), []);

    expect(judgement.verdict).toBe(verdict);
    if (reason !== undefined) expect(judgement.reason).toBe(reason);
  });

  describe('given an earlier experiment with the same bits', () => {
    const measurement = givenMeasurement(-6, { fingerprint: 'same bits' });

    it('is suspect when their specs differ, however well the number fits', () => {
      const spec = givenSpec('slow');
      const earlier = givenSuccess(1, -6, { ...givenPlanned(1, { spec }), measurement });

      const judgement = judge(planned, measurement, [earlier]);

      expect(judgement.verdict).toBe('suspect');
      expect(judgement.reason).toContain(earlier.experiment_id);
      expect(judgement.duplicateOf).toBe(earlier.experiment_id);
    });

    it('is suspect when only their scores are equal', () => {
      const [own, its] = ['own bits', 'its bits'].map((fingerprint) =>
        givenMeasurement(-6, { fingerprint, scores_fingerprint: 'same scores' }),
      );
      const earlier = givenSuccess(1, -6, {
        ...givenPlanned(1, { spec: givenSpec('slow') }),
        measurement: its ?? null,
      });

      expect(judge(planned, own ?? measurement, [earlier])).toMatchObject({
        verdict: 'suspect',
        reason: expect.stringContaining('its scores equal those of'),
        duplicateOf: earlier.experiment_id,
      });
    });

    it('is free to be so as a declared replicate or as the confirmation of what it confirms', () => {
      const earlier = givenSuccess(1, -6, { ...givenPlanned(1, { spec: givenSpec('slow') }), measurement });
      const replicate = { ...planned, spec: { ...planned.spec, replicate_of: earlier.experiment_id } };
      const confirmation = { ...planned, spec: { ...givenSpec('slow'), confirm: true } };

      expect(judge(replicate, measurement, [earlier]).verdict).toBe('confirmed');
      expect(judge(confirmation, measurement, [earlier]).verdict).toBe('confirmed');
    });

    it('is free to be so when only clips beside the tune clips have been added', () => {
      const [tune] = planned.spec.clips;
      if (tune === undefined) throw new Error('the given spec has a clip');
      const added = { ...tune, name: 'another', recipe: 'predecessor' as const, set: 'validate' as const };
      const earlier = givenSuccess(1, -6, {
        spec: { ...planned.spec, clips: [{ ...tune, set: 'tune' }, added] },
        measurement,
      });

      expect(judge(planned, measurement, [earlier]).verdict).toBe('confirmed');
    });

    it('is judged by its forecast when it repeats the same spec', () => {
      const replicate = givenSuccess(1, -6, { measurement });

      expect(judge(planned, measurement, [replicate]).verdict).toBe('confirmed');
    });

    it('is judged by its forecast when the record is its own', () => {
      const itself = givenSuccess(0, -6, { measurement, spec: givenSpec('slow') });

      expect(judge(planned, measurement, [itself]).verdict).toBe('confirmed');
    });
  });

  it('does not take two experiments without a fingerprint for equal', () => {
    const measurement = givenMeasurement(-6, { fingerprint: null });
    const other = givenSuccess(1, -6, { measurement, spec: givenSpec('slow') });

    expect(judge(planned, measurement, [other]).verdict).toBe('confirmed');
  });

  describe('given a replicate', () => {
    const original = givenSuccess(1, -6, { measurement: givenMeasurement(-6, { fingerprint: 'these' }) });
    const replicate = { ...planned, spec: { ...planned.spec, replicate_of: original.experiment_id } };
    const other = givenMeasurement(-6, { fingerprint: 'others' });

    it('is suspect when its bits differ from those that it repeats', () => {
      expect(judge(replicate, other, [original])).toMatchObject({
        verdict: 'suspect',
        reason: `a replicate of ${original.experiment_id} with other bits than that: encoding does not repeat itself`,
      });
    });

    it.each([
      ['came from another ffmpeg', { ...other, ffmpeg_version: '8.0' }, original],
      ['repeat a suspect one', other, { ...original, verdict: 'suspect' as const }],
    ])('is judged by its forecast when they differ and %s', (_why, measurement, before) => {
      expect(judge(replicate, measurement, [before]).verdict).toBe('confirmed');
    });
  });

  it('is suspect under unsound controls, however well the number fits', () => {
    const controls = { sound: false, reason: 'the anchor drifted by +0.40 %', noise_percent: 0.4 };

    expect(judge(planned, givenMeasurement(-6, { controls }), [])).toMatchObject({
      verdict: 'suspect',
      reason: expect.stringContaining('the anchor drifted by +0.40 %'),
    });
  });

  it('is inconclusive, and says metric disagreement, when the families disagree', () => {
    const agreement = { verdict: 'metric disagreement' as const, sentence: 'structure says worse' };

    expect(judge(planned, givenMeasurement(-6, { agreement }), [])).toMatchObject({
      verdict: 'inconclusive',
      reason: 'metric disagreement: structure says worse',
    });
  });

  it("is suspect when another configuration gave the anchor's bits", () => {
    const measurement = givenMeasurement(0, { flags: ['duplicate-output'] });

    expect(judge(planned, measurement, [])).toMatchObject({
      verdict: 'suspect',
      reason: expect.stringContaining("its bits are the anchor's although its configuration is another"),
    });
  });

  it('blames the machine and not the idea for a failure of the machinery', () => {
    expect(judgeFailure({ class: 'out-of-memory', message: 'killed' })).toEqual({
      verdict: 'inconclusive',
      reason: 'failed (out-of-memory), which says nothing about the idea: killed',
      duplicateOf: null,
    });
    expect(judgeFailure({ class: 'encode-failed', message: 'exit 1' }).reason).toBe(
      'failed (encode-failed): exit 1',
    );
  });
});
