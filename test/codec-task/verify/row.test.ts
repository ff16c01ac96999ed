import { describe, expect, it } from 'vitest';
import { rowFindings } from '../../../codec-task/verify/row.ts';
import { measurementOf } from '../../../lambdas/shared/measurement.ts';
import { givenPlanned, givenSpec } from '../../lambdas/recorder/given.ts';
import { givenResult } from '../../lambdas/recorder/given-result.ts';

const clips = ['dog', 'cat', 'bird'].map((name) => ({ kind: 'stored' as const, name, key: name }));
const planned = givenPlanned(0, { spec: givenSpec('slow', clips) });
const result = givenResult(planned);
const row = { ...planned, status: 'succeeded', measurement: measurementOf(result) };
const paths = (stored: unknown) => rowFindings(stored, result).differences.map(({ path }) => path);

describe("an experiment's row", () => {
  it('agrees with the result that it was made from', () => {
    expect(paths(row)).toEqual([]);
    expect(rowFindings(row, result).checked).toBeGreaterThan(40);
  });

  it.each([
    ['status', { ...row, status: 'failed' }],
    ['spec.parameters.preset', { ...row, spec: { ...row.spec, parameters: { preset: 'medium' } } }],
    ['clip_set', { ...row, clip_set: 'another' }],
    ['measurement.tier', { ...row, measurement: { ...row.measurement, tier: '90' } }],
    ['measurement.clips.length', { ...row, measurement: { ...row.measurement, clips: [] } }],
  ])('that says something else in %s is found out', (path, stored) => {
    expect(paths(stored)).toContain(`row.${path}`);
  });

  it('that lists some clips only agrees where it says how many it leaves out', () => {
    const [, cat] = row.measurement.clips;
    const short = { ...row.measurement, clips: [cat], clips_left_out: 2 };
    expect(paths({ ...row, measurement: short })).toEqual([]);
    expect(paths({ ...row, measurement: { ...short, clips_left_out: 1 } })).toEqual([
      'row.measurement.clips_left_out',
    ]);
  });

  it.each([null, { ...row, status: 'running' }])(
    'that is none, or of a plan alone, is not held against it',
    (stored) => {
      expect(rowFindings(stored, result)).toMatchObject({ checked: 0, differences: [] });
    },
  );
});
