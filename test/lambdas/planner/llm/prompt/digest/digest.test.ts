import { describe, expect, it } from 'vitest';
import { DIGEST_CHARACTERS, digest } from '../../../../../../lambdas/planner/llm/prompt/digest/digest.ts';
import { escapedJson } from '../../../../../../lambdas/planner/llm/prompt/fence.ts';
import { usableEncoders } from '../../../../../../lambdas/planner/llm/usable-encoders.ts';
import { measuredRecord, planningSituation } from '../../planning-situation.ts';

const ID = '20261123T060000Z-1a2b3c4d-01';

function digested(...changes: Parameters<typeof planningSituation>) {
  const context = planningSituation(...changes);
  return digest(context, [], usableEncoders(context));
}

describe('digest', () => {
  it('shows an experiment with forecast, measurement and verdict in four digits', () => {
    expect(digested().experiments_newest_first).toEqual([
      {
        id: ID,
        status: 'succeeded',
        planned_by: 'rules',
        encoder: 'libx264',
        parameters: { preset: 'medium' },
        purpose: 'measure the defaults of libx264',
        expected_bd_rate: [15, 30, 50],
        bd_rate_percent: 34.29,
        bd_rate_ssim_percent: 38.1,
        floor_bitrate_mbps: 1.346,
        cpu_seconds: 31.4,
        clips: [
          {
            name: 'harbour.mp4',
            bd_rate_percent: 34.29,
            floor_bitrate_mbps: 1.346,
            psnr_yuv_range: [31.2, 41.9],
          },
        ],
        verdict: 'confirmed',
        verdict_reason: 'measured within the forecast',
      },
    ]);
  });

  it('shows a failed experiment by its failure and one on other clips as not comparable', () => {
    const failed = measuredRecord(ID, {
      status: 'failed',
      measurement: null,
      verdict: null,
      failure: { class: 'encode-failed', message: 'ffmpeg ended with 1' },
    });
    const other = measuredRecord(ID, { clip_set: 'another' });
    const { experiments_newest_first: experiments } = digested({ history: [failed, other] });
    expect(experiments[0]).toMatchObject({ failure: 'encode-failed: ffmpeg ended with 1' });
    expect(experiments[0]).not.toHaveProperty('comparable');
    expect(experiments[0]).not.toHaveProperty('bd_rate_percent');
    expect(experiments[1]).toHaveProperty('comparable', false);
  });

  it('shows a missed quality floor and a missing BD-rate with its reason', () => {
    const { measurement } = measuredRecord(ID);
    if (measurement === null) throw new Error('the record is measured');
    const missed = {
      floor_reached: false,
      bitrate_mbps: null,
      bd_rate_percent: null,
      bd_rate_reason: 'no overlap',
    };
    const { experiments_newest_first: experiments } = digested({
      history: [measuredRecord(ID, { measurement: { ...measurement, ...missed } })],
    });
    expect(experiments[0]).toMatchObject({
      floor_bitrate_mbps: 'not reached',
      bd_rate_percent: null,
      no_bd_rate_because: 'no overlap',
    });
  });

  it('lists only encoders that can run, with everything that may vary', () => {
    expect(digested().encoders.map(({ encoder }) => encoder)).toEqual([
      'libx264',
      'libx265',
      'hybrid libx265',
      'libsvtav1',
      'hybrid libsvtav1',
      'auto libsvtav1',
    ]);
    expect(digested({ capabilities: undefined }).encoders.map(({ encoder }) => encoder)).toEqual([
      'libx264',
      'libx265',
      'hybrid libx265',
    ]);
    expect(digested().encoders[3]?.parameters).toContain(
      'preset: integers 3 to 12 (default 8; speed, higher is faster)',
    );
  });

  it('names the best and the worst of many clips', () => {
    const record = measuredRecord(ID);
    const [clip] = record.measurement?.clips ?? [];
    if (record.measurement === null || clip === undefined) throw new Error('the record has a measured clip');
    const clips = Array.from({ length: 32 }, (_, index) => ({
      ...clip,
      name: `clip ${index}`,
      bd_rate_percent: index,
    }));
    const { experiments_newest_first: experiments } = digested({
      history: [measuredRecord(ID, { measurement: { ...record.measurement, clips } })],
    });
    expect(experiments[0]?.clips?.map(({ name }) => name)).toEqual([
      'clip 0',
      'clip 1',
      'clip 30',
      'clip 31',
    ]);
  });

  it('stays within its size with 50 records of the longest texts and leaves the oldest out', () => {
    const wordy = '<'.repeat(600);
    const history = Array.from({ length: 50 }, (_, index) =>
      measuredRecord(`20261123T060000Z-1a2b3c4d-${index}`, {
        purpose: wordy.slice(0, 400),
        verdict_reason: wordy,
        failure: { class: 'encode-failed', message: wordy },
      }),
    );
    const whole = digested({ history });
    expect(escapedJson(whole).length).toBeLessThanOrEqual(DIGEST_CHARACTERS + 200);
    expect(whole.experiments_newest_first[0]?.id).toBe(history[0]?.experiment_id);
    expect(whole.older_experiments_left_out).toBe(50 - whole.experiments_newest_first.length);
    expect(whole.older_experiments_left_out).toBeGreaterThan(0);
  });

  it('takes about 8,000 tokens with 50 ordinary records, of which it tells the newest one by one', () => {
    const history = Array.from({ length: 50 }, (_, index) =>
      measuredRecord(`20261123T060000Z-1a2b3c4d-${index}`),
    );
    const whole = digested({ history });
    expect(whole.experiments_newest_first).toHaveLength(20);
    expect(whole.older_experiments_left_out).toBe(30);
    expect(escapedJson(whole).length).toBeLessThan(24_000);
  });
});
