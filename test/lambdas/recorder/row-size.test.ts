import { describe, expect, it } from 'vitest';
import { campaignClips } from '../../../lambdas/planner/campaign-clips.ts';
import { withinSize } from '../../../lambdas/recorder/record-size.ts';
import { terminalRecord } from '../../../lambdas/recorder/terminal-record.ts';
import { ExperimentRecord } from '../../../lambdas/shared/record.ts';
import type { BdRates, ExperimentResult } from '../../../lambdas/shared/result.ts';
import { parseSettings } from '../../../lambdas/shared/settings.ts';
import { givenScene } from '../../support/scene.ts';
import { givenPlanned, givenSpec, RECORDED_AT } from './given.ts';
import { givenClipResult, givenResult } from './given-result.ts';

/** Figures as long as they come, in all measures that an ffmpeg can have. */
const rates = (percent: number): BdRates => {
  const one = { percent, reason: null, overlap: 0.912345 };
  return { psnr_yuv: one, psnr_y: one, ssim_db: one, ms_ssim_db: one, xpsnr: one, vmaf: one, vmaf_neg: one };
};

/** The record of an experiment on these clips, every text of it long. */
function recordOn(keys: readonly string[]): ExperimentRecord {
  const clips = campaignClips('default', keys, parseSettings({}));
  const spec = {
    ...givenSpec('medium', clips),
    parameters: { preset: 'veryslow', pixel_format: 'yuv420p10le', tune: 'psnr', aq_mode: 3, psy_rd: 1.5 },
    control: { encoder: 'libsvtav1', parameters: { preset: 4, film_grain: 8, pixel_format: 'yuv420p10le' } },
    validate_below_percent: -12.345678,
  };
  const planned = { ...givenPlanned(0, { spec }), purpose: 'p'.repeat(200) };
  const measured = clips.map((clip, index) => ({
    ...givenClipResult(clip, -12.345678 - index / 7, 1.1, givenScene({ luminance: 112.345678 })),
    bd_rate: rates(-12.345678 - index / 7),
  }));
  const set = {
    clips: 8,
    bd_rate: rates(-12.345678),
    bd_rate_strong: null,
    worst_clip: null,
    interval: null,
  };
  const result: ExperimentResult = givenResult(planned, {
    clips: measured,
    bd_rate: rates(-12.345678),
    sets: { tune: set, validate: set, sealed: null },
    agreement: { verdict: 'better', sentence: 's'.repeat(300) },
    controls: { sound: true, reason: 'r'.repeat(200), clip: 'control clip', controls: [], wall_seconds: 1 },
    scores_fingerprint: 'f'.repeat(64),
  });
  const found = { kind: 'result', result } as const;
  const ending = { found, taskFailure: undefined, others: [], now: new Date(RECORDED_AT) };
  const promotion = { decision: 'over-fitted to the tune clips' as const, reason: 'o'.repeat(300) };
  return withinSize({ ...terminalRecord(planned, ending), promotion });
}

const bytes = (record: ExperimentRecord) => Buffer.byteLength(JSON.stringify(record));
const keys = (count: number, name: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => `campaigns/default/clips/${name(index)}`);
const named = (length: number) => (index: number) => `${String(index).padStart(2, '0')}-`.padEnd(length, 'x');

describe('the row of a campaign with as many clips as it may have', () => {
  it.each([
    ['32 clips with names of 22', keys(32, named(22))],
    ['16 clips with names of 80', keys(16, named(80))],
    [
      '18 validate clips with names of 16',
      [...keys(18, (i) => `validate/${named(16)(i)}`), ...keys(2, named(16))],
    ],
  ])('stays under 8 KB and keeps every validate clip: %s', (_case, given) => {
    const record = recordOn(given);

    expect(bytes(record)).toBeLessThanOrEqual(8192);
    expect(ExperimentRecord.parse(record)).toEqual(record);
    const validate = record.spec.clips.filter(({ set }) => set === 'validate');
    expect(record.measurement?.validation?.clips).toHaveLength(validate.length);
    expect(record.measurement?.clips.length).toBeGreaterThan(0);
  });
});
