import { describe, expect, it } from 'vitest';
import type { ExperimentRecord, Measurement } from '../../../../lambdas/shared/record.ts';
import { emptySummary } from '../../../../lambdas/shared/summary.ts';
import { experimentReport } from '../../../../lib/local/report/experiment-report.ts';
import { experimentsTable } from '../../../../lib/local/report/experiments-table.ts';
import { findingLines, instrumentFindings } from '../../../../lib/local/report/finding-lines.ts';
import { statusReport } from '../../../../lib/local/report/status-report.ts';
import { givenFailure, givenMeasurement, givenSpec, givenSuccess } from '../../../lambdas/recorder/given.ts';

const clips = ['dog', 'cat'].map((name) => ({ kind: 'stored' as const, name, key: name }));
const JUDGED: Partial<Measurement> = {
  bd_rate_ms_ssim_percent: -10.5,
  bd_rate_strong_percent: 4.2,
  agreement: { verdict: 'metric disagreement', sentence: 'fidelity says better, structure says worse' },
  worst_clip: { name: 'cat', percent: -3.4 },
  validation: {
    clips: [{ clip: 1, psnr_yuv: -9.8, ssim_db: -9.1 }],
    bd_rate_percent: -9.8,
    bd_rate_ssim_percent: -9.1,
    bd_rate_ms_ssim_percent: null,
    bd_rate_reason: null,
    bd_rate_strong_percent: 6.1,
    gap_points: 2.5,
    interval: null,
  },
  controls: { sound: false, reason: 'the known-bad one scored well', noise_percent: 0 },
  isolation: 'unshare',
};
const judged: ExperimentRecord = givenSuccess(0, -12.3, {
  spec: givenSpec('slow', clips),
  measurement: givenMeasurement(-12.3, JUDGED),
  promotion: { decision: 'over-fitted to the tune clips', reason: 'worse on cat' },
  duplicate_of: 'an-earlier-01',
});
const plain = givenSuccess(1, -5);
const caught: ExperimentRecord = {
  ...givenFailure(2, 'check-failed'),
  failure: { class: 'check-failed', message: 'other frames came out', check: 'decoy-decode' },
};
const nameOf = ({ experiment_id }: ExperimentRecord) => experiment_id.slice(-3);
const shown = (record: ExperimentRecord) =>
  experimentReport({ record, result: undefined, reasoning: undefined, folder: '.lab' }, 200);

describe('what is shown of records', () => {
  it.each([60, 80, 100, 120, 160])('is a table of at most %i columns', (columns) => {
    for (const line of experimentsTable([judged, plain, caught], nameOf, columns).split('\n'))
      expect(line.length).toBeLessThanOrEqual(columns);
  });

  it('has columns for validation, worst clip and strong anchor where a record has them', () => {
    const headings = ['validate', 'worst', 'strong'];
    const wide = experimentsTable([judged, plain], nameOf, 160);
    for (const heading of headings) expect(wide).toContain(heading);
    expect(wide).toMatch(/-01 .* -12\.3 +-12\.3 +-3\.4 +\+4\.2 +-9\.8 /);
    const without = experimentsTable([plain], nameOf, 160);
    for (const heading of headings) expect(without).not.toContain(heading);
    expect(experimentsTable([judged], nameOf, 90)).toContain('validate');
  });

  it('tells of an experiment what the table does not', () => {
    expect(findingLines([judged, plain], nameOf, 120)).toEqual([
      '-01  metric disagreement: fidelity says better, structure says worse',
      '-01  over-fitted to the tune clips: worse on cat',
      '-01  repeats the bits or scores of an-earlier-01',
    ]);
    expect(instrumentFindings([judged, plain], 120)).toEqual([
      'Controls    suspect: the known-bad one scored well',
      'Isolation   unshare',
    ]);
  });

  it('names the check that caught an experiment', () => {
    expect(shown(caught)).toContain('failed (check-failed, caught by decoy-decode): other frames came out');
  });

  it('gives each conclusion a line of its own', () => {
    const report = shown(judged);
    expect(report).toMatch(
      /^BD-rate +-12\.3 %, SSIM -12\.3 %, MS-SSIM -10\.5 %, strong anchor \+4\.2 %, forecast/m,
    );
    expect(report).toMatch(
      /^Validation +-9\.8 % on 1 clip that had no part .*, strong anchor \+6\.1 %, \+2\.5 points from the tune/m,
    );
    for (const label of ['Families', 'Worst clip', 'Promotion', 'Repeats', 'Controls', 'Isolation'])
      expect(report).toMatch(new RegExp(`^${label} `, 'm'));
  });

  it.each([
    [{ provisional: true }, 'provisional, because it was validated on fewer than six clips'],
    [{ provisional: true, unvalidated: true }, 'provisional and unvalidated'],
    [
      { provisional: false, defended: 2, confirmed_by: 'x-01', validate_bd_rate_percent: -11 },
      '-11.0 % on the validate clips, validated, stood 2 iterations, confirmed by x-01',
    ],
  ])('says of a champion that is %j how far it can be trusted', (standing, words) => {
    const champion = {
      ...{ experiment_id: 'a-01', bd_rate_percent: -12, bd_rate_ssim_percent: -9, bitrate_mbps: 1 },
      ...{ spec: givenSpec(), at: '2026-11-23T06:00:00.000Z' },
      ...standing,
    };
    const summary = { ...emptySummary(), champion };
    const control = { paused: false, reason: '' };
    const status = { campaign: 'default', summary, control, reasoning: undefined, isDeployed: false };
    expect(statusReport(status, '2026-11', 400)).toContain(words);
  });
});
