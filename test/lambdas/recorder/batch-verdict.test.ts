import { describe, expect, it } from 'vitest';
import { withBatchFaults } from '../../../lambdas/recorder/batch-faults.ts';
import { judgeBatch } from '../../../lambdas/recorder/batch-verdict.ts';
import type { ExperimentRecord } from '../../../lambdas/shared/record.ts';
import { givenFailure, givenMeasurement, givenSpec, givenSuccess } from './given.ts';

const withForecast = (record: ExperimentRecord, p50: number): ExperimentRecord => ({
  ...record,
  expected_bd_rate: { p10: p50 - 4, p50, p90: p50 + 4 },
});
const [first, second, third] = ['01', '02', '03'].map((arm) => `20261123T060000Z-1a2b3c4d-${arm}`);

describe('the verdict over a batch', () => {
  it('is that of the arm with the best forecast, with the numbers of all', () => {
    const modest = withForecast(givenSuccess(0, 4, { verdict: 'refuted' }), -1);
    const bold = withForecast(givenSuccess(1, -9, { verdict_reason: 'measured -9.0 %' }), -10);

    expect(judgeBatch([modest, bold])).toEqual({
      verdict: 'confirmed',
      text: `${second}: measured -9.0 %. 2 of 2 arms measured, best -9.0 % (${second}).`,
    });
  });

  it('is inconclusive when that arm failed, whatever the others measured', () => {
    const measured = withForecast(givenSuccess(0, -4), -5);
    const failed = withForecast(givenFailure(1, 'encode-failed'), -10);

    const { verdict, text } = judgeBatch([measured, failed]);

    expect(verdict).toBe('inconclusive');
    expect(text).toContain(`1 of 2 arms measured, best -4.0 % (${first})`);
  });

  it('is inconclusive when all failed', () => {
    const { verdict, text } = judgeBatch([givenFailure(0, 'timeout'), givenFailure(1, 'timeout')]);

    expect(verdict).toBe('inconclusive');
    expect(text).toContain('0 of 2 arms measured, none with a BD-rate');
  });

  it('is suspect when any arm is', () => {
    const sound = withForecast(givenSuccess(0, -9), -10);
    const suspect = withForecast(
      givenSuccess(2, -99, { verdict: 'suspect', verdict_reason: 'equal bits' }),
      -1,
    );

    expect(judgeBatch([sound, suspect])).toEqual({
      verdict: 'suspect',
      text: `${third}: equal bits. 2 of 2 arms measured, best -9.0 % (${first}).`,
    });
  });

  it('is not decided by a replicate or a confirmation, which test no hypothesis', () => {
    const tested = withForecast(givenSuccess(0, 4, { verdict: 'refuted' }), -1);
    const replicate = withForecast(givenSuccess(1, -9), -10);
    const spec = { ...replicate.spec, confirm: true };

    expect(judgeBatch([tested, { ...replicate, spec }]).verdict).toBe('refuted');
  });
});

describe('what only all arms together show', () => {
  const unsoundControls = { sound: false, reason: 'the anchor drifted', noise_percent: 0.4 };

  it('is that two arms recorded at the same moment gave the same bits for different specs: the later is suspect', () => {
    const measurement = givenMeasurement(-6, { fingerprint: 'same' });
    const one = givenSuccess(0, -6, { measurement });
    const two = givenSuccess(1, -6, { measurement, spec: givenSpec('slow') });

    const records = withBatchFaults([one, two]);

    expect(records[0]).toBe(one);
    expect(records[1]).toMatchObject({ verdict: 'suspect', duplicate_of: first });
    expect(judgeBatch(records)).toMatchObject({
      verdict: 'suspect',
      text: expect.stringContaining(`${second}: its bits equal those of ${first}`),
    });
  });

  it('is that the controls of one arm are unsound: the whole batch is suspect, failures stay failures', () => {
    const sound = givenSuccess(0, -9);
    const unsound = givenSuccess(1, -4, {
      verdict: 'suspect',
      measurement: givenMeasurement(-4, { controls: unsoundControls }),
    });
    const failed = givenFailure(2, 'encode-failed');

    const records = withBatchFaults([sound, unsound, failed]);

    expect(records).toEqual([
      {
        ...sound,
        verdict: 'suspect',
        batch_fault: `${second}: the anchor drifted`,
        verdict_reason: expect.stringContaining('by itself it was confirmed: as forecast'),
      },
      unsound,
      failed,
    ]);
    expect(judgeBatch(records).text).toContain(second);
  });

  it('is the same when it is looked at again', () => {
    const measurement = givenMeasurement(-6, { fingerprint: 'same', controls: unsoundControls });
    const once = withBatchFaults([givenSuccess(0, -6), givenSuccess(1, -6, { measurement })]);

    for (const [index, record] of withBatchFaults(once).entries()) expect(record).toBe(once[index]);
  });
});
