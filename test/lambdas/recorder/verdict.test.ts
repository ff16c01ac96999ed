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
    });

    it('is judged by its forecast when it repeats the same spec', () => {
      const replicate = givenSuccess(1, -6, { measurement });

      expect(judge(planned, measurement, [replicate]).verdict).toBe('confirmed');
    });

    it('is judged by its forecast when the record is its own', () => {
      const itself = givenSuccess(0, -6, { measurement, spec_hash: 'another' });

      expect(judge(planned, measurement, [itself]).verdict).toBe('confirmed');
    });
  });

  it('does not take two experiments without a fingerprint for equal', () => {
    const measurement = givenMeasurement(-6, { fingerprint: null });
    const other = givenSuccess(1, -6, { measurement, spec_hash: 'another' });

    expect(judge(planned, measurement, [other]).verdict).toBe('confirmed');
  });

  it('blames the machine and not the idea for a failure of the machinery', () => {
    expect(judgeFailure({ class: 'out-of-memory', message: 'killed' })).toEqual({
      verdict: 'inconclusive',
      reason: 'failed (out-of-memory), which says nothing about the idea: killed',
    });
    expect(judgeFailure({ class: 'encode-failed', message: 'exit 1' }).reason).toBe(
      'failed (encode-failed): exit 1',
    );
  });
});
