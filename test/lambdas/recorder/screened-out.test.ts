import { describe, expect, it } from 'vitest';
import { withBatchFaults } from '../../../lambdas/recorder/batch-faults.ts';
import { judgeBatch, tallied } from '../../../lambdas/recorder/batch-verdict.ts';
import { RECORD_BYTES, withinSize } from '../../../lambdas/recorder/record-size.ts';
import { judge } from '../../../lambdas/recorder/verdict.ts';
import { withLessons } from '../../../lambdas/shared/memory/lessons.ts';
import { ExperimentRecord, type Measurement } from '../../../lambdas/shared/record.ts';
import type { ScreeningFinding } from '../../../lambdas/shared/screening.ts';
import type { ExperimentSpec } from '../../../lambdas/shared/spec.ts';
import { folded, givenMeasurement, givenPlanned, givenSpec, givenSuccess } from './given.ts';

const FINDING: ScreeningFinding = {
  ...{ decision: 'screened out', reason: 'on 1 of 2 tune clips it needs 40.0 % more', rival: 'champion' },
  ...{ score_percent: 12, rival_percent: -20, score_ssim_percent: 15, rival_ssim_percent: -19 },
  ...{ beyond_hope: ['psnr_yuv', 'ssim_db'], saved_cpu_seconds: 9 },
  clips: [{ percent: 12, rival_percent: -20 }],
};

function screenedMeasurement(changes: Partial<Measurement> = {}): Measurement {
  return givenMeasurement(null, {
    ...{ bd_rate_reason: 'screened-out', floor_reached: false, bitrate_mbps: null },
    ...{ anchor_bitrate_mbps: null, screening: FINDING, fingerprint: 'two points' },
    ...changes,
  });
}
const specAgainst = (champion_percent?: number): ExperimentSpec => ({
  ...givenSpec('fast'),
  screening: { clips: 1, rate_points: 2, ...(champion_percent !== undefined && { champion_percent }) },
});
/** A recorded experiment that was screened out; its forecast's middle is -8 %. */
const screenedOut = (index: number, changes: Partial<ExperimentRecord> = {}) =>
  givenSuccess(index, null, {
    ...givenPlanned(index, { spec: specAgainst(-5) }),
    ...{ status: 'succeeded', verdict: 'refuted', verdict_reason: 'screened out', failure: null },
    measurement: screenedMeasurement(),
    ...changes,
  });

describe('the verdict over an experiment that was screened out', () => {
  it.each([
    ['promised to beat the champion', -5, 'refuted', "promised better than the champion's -5.0 %"],
    ['did not', -12, 'inconclusive', "did not promise to beat the champion's -12.0 %"],
    ['had no champion to beat', undefined, 'refuted', "promised better than the anchor's 0.00 %"],
  ])('given a forecast of -8 %% that %s', (_, champion, verdict, words) => {
    const planned = givenPlanned(0, { spec: specAgainst(champion) });
    const judgement = judge(planned, screenedMeasurement(), []);
    expect(judgement.verdict).toBe(verdict);
    expect(judgement.reason).toContain(FINDING.reason);
    expect(judgement.reason).toContain(words);
  });

  it('is inconclusive where SSIM alone ended it: a forecast of the BD-rate was not put to the test', () => {
    const screening: ScreeningFinding = { ...FINDING, score_percent: -30, beyond_hope: ['ssim_db'] };
    const planned = givenPlanned(0, { spec: specAgainst(-5) });
    const { verdict, reason } = judge(planned, screenedMeasurement({ screening }), []);
    expect(verdict).toBe('inconclusive');
    expect(reason).toContain('which PSNR-YUV leaves open');
  });

  it('is suspect under unsound controls, like any other', () => {
    const controls = { sound: false, reason: 'the known-bad one won', noise_percent: 0 };
    expect(judge(givenPlanned(0), screenedMeasurement({ controls }), []).verdict).toBe('suspect');
  });

  it('is not held against a replicate in full, which has other points', () => {
    const original = screenedOut(0);
    const spec = { ...givenSpec('fast'), replicate_of: original.experiment_id };
    const again = givenMeasurement(-8, { fingerprint: 'all points' });
    expect(judge(givenPlanned(1, { spec }), again, [original]).verdict).toBe('confirmed');
  });
});

describe('what a screened-out experiment teaches', () => {
  const champion = givenSuccess(0, -10, { spec: givenSpec('slow') });
  const before = folded([[champion]]);

  it('is that it was tried: no cost, no forecast, no rate of the anchor, no failure', () => {
    const { summary, ruled } = withLessons(before, [screenedOut(1), screenedOut(2)]);
    const { costs, forecasts, anchor_bitrate_mbps, since_improvement } = summary;
    expect({ costs, forecasts, anchor_bitrate_mbps }).toEqual({
      costs: before.costs,
      forecasts: before.forecasts,
      anchor_bitrate_mbps: before.anchor_bitrate_mbps,
    });
    expect(since_improvement).toBe(before.since_improvement + 2);
    expect(ruled).toEqual([]);
  });

  it('is a defence of the champion, so that one that nothing comes near is confirmed some day', () => {
    const { summary } = withLessons(before, [screenedOut(1)]);
    expect(summary.champion?.defended).toBe((before.champion?.defended ?? 0) + 1);
    const suspect = withLessons(before, [screenedOut(1, { verdict: 'suspect' })]);
    expect(suspect.summary.champion?.defended).toBe(before.champion?.defended);
  });

  it('counts as recorded and succeeded', () => {
    const summary = folded([[champion], [screenedOut(1)]]);
    expect(summary.counts).toMatchObject({ succeeded: 2, failed: 0 });
  });
});

describe('an iteration with screened-out arms', () => {
  it('tells how many there were, and is refuted where the arm with the best forecast was', () => {
    const best = screenedOut(0, { expected_bd_rate: { p10: -30, p50: -20, p90: -10 } });
    const records = withBatchFaults([best, givenSuccess(1, -6)]);
    expect(judgeBatch(records).verdict).toBe('refuted');
    expect(tallied(records)).toContain('2 of 2 arms measured, 1 of them screened out, best -6.0 %');
  });

  it('finds two that gave the same bits for different specs', () => {
    const other = screenedOut(1, { spec: { ...specAgainst(-5), parameters: { preset: 'slower' } } });
    expect(withBatchFaults([screenedOut(0), other])[1]).toMatchObject({ verdict: 'suspect' });
  });
});

describe('the row of a screened-out experiment', () => {
  it('fits its schema and its size, with eight clips and the longest words', () => {
    const clips = Array.from({ length: 8 }, () => ({ percent: -12.345678, rival_percent: -23.456789 }));
    const screening = { ...FINDING, clips, reason: 'r'.repeat(400) };
    const record = withinSize(screenedOut(0, { measurement: screenedMeasurement({ screening }) }));
    expect(ExperimentRecord.parse(JSON.parse(JSON.stringify(record)))).toEqual(record);
    expect(Buffer.byteLength(JSON.stringify(record))).toBeLessThan(RECORD_BYTES / 2);
  });
});
