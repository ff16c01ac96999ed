import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkResult } from '../../../lambdas/recorder/read-result.ts';
import type { ExperimentResult } from '../../../lambdas/shared/result.ts';
import { specHash } from '../../../lambdas/shared/spec.ts';
import { givenPlanned, givenSpec } from './given.ts';
import { bdRates, givenResult } from './given-result.ts';

const planned = givenPlanned();
const check = (result: unknown) => checkResult(JSON.stringify(result), planned);

describe('a result is accepted', () => {
  it('when it fits the schema and measured what was planned', () => {
    expect(check(givenResult(planned))).toEqual({ kind: 'result', result: givenResult(planned) });
  });

  it('with fields that a later task has added', () => {
    expect(check({ ...givenResult(planned), vmaf: 93 }).kind).toBe('result');
  });
});

describe('a result is invalid', () => {
  const other = givenSpec('slow');
  const faults: [string, Partial<Record<keyof ExperimentResult, unknown>>, string][] = [
    ['of another schema', { schema: 'codec-lab.result.v2' }, 'result.json does not fit its schema: schema:'],
    ['without a figure', { wall_seconds: null }, 'wall_seconds'],
    [
      'of another experiment',
      { experiment_id: 'x' },
      'result.json is that of experiment x in campaign default',
    ],
    ['of another campaign', { campaign: 'y' }, 'in campaign y'],
    [
      'that measured another spec',
      { spec: other, spec_hash: specHash(other) },
      'the task measured another spec than planned',
    ],
    ['that reports another hash than that of its spec', { spec_hash: 'x' }, 'reported x'],
    ['that measured another spec under the planned hash', { spec: other }, `measured ${specHash(other)}`],
    [
      'with a figure beyond reason',
      { bd_rate: bdRates(1e13) },
      'figures that no encode can give: bd_rate_percent',
    ],
  ];
  it.each(faults)('%s', (_fault, changes, message) => {
    const found = check({ ...givenResult(planned), ...changes });

    expect(found).toEqual({ kind: 'invalid', message: expect.stringContaining(message) });
  });

  it('when it is not JSON', () => {
    expect(checkResult('{"schema": "codec-lab.res', planned)).toEqual({
      kind: 'invalid',
      message: 'result.json is not JSON',
    });
  });

  it('whatever text it is, without an error', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(checkResult(text, planned).kind).toBe('invalid');
      }),
    );
  });

  it('when it was cut off anywhere', () => {
    const text = JSON.stringify(givenResult(planned));
    fc.assert(
      fc.property(fc.nat(text.length - 1), (length) => {
        expect(checkResult(text.slice(0, length), planned).kind).toBe('invalid');
      }),
    );
  });
});
