import { describe, expect, it } from 'vitest';
import { controlConfigurations } from '../../../../codec-task/measure/controls/configurations.ts';
import { judgeControls, type MeasuredControl } from '../../../../codec-task/measure/controls/judge.ts';
import type { Reading } from '../../../../codec-task/measure/controls/reading.ts';

/** Four points at a multiple of a rate, of which each dB costs a fifth more. */
const reading = (factor: number, bits = 'bits', lift = 0): Reading =>
  [34, 37, 40, 43].map((quality, index) => ({
    quality_control: 40 - index,
    bitrate_mbps: factor * 0.1 * 1.2 ** (quality - 34),
    psnr_yuv: quality,
    ssim_db: quality / 2 + lift,
    ms_ssim_db: quality / 2,
    bitstream_sha256: `${bits} ${index}`,
    decoded_sha256: `frames of ${bits} ${index}`,
  }));

const anchor = (change: Partial<MeasuredControl> = {}): MeasuredControl => ({
  ...{ role: 'anchor', encoder: 'libx265', parameters: {} },
  ...{ reading: reading(1), before: reading(1) },
  ...change,
});
const champion = (change: Partial<MeasuredControl> = {}): MeasuredControl => ({
  ...{ role: 'champion', encoder: 'libsvtav1', parameters: {} },
  ...{ reading: reading(0.7, 'av1'), before: reading(0.7, 'av1') },
  ...change,
});
const bad = (factor: number, lift = 0): MeasuredControl => ({
  ...{ role: 'known-bad', encoder: 'libx264', parameters: {} },
  ...{ reading: reading(factor, 'bad', lift), before: undefined },
});

describe('the controls', () => {
  it('given readings as before and a bad one that is bad, are sound', () => {
    const judged = judgeControls([anchor(), champion(), bad(3)]);
    expect(judged).toMatchObject({
      sound: true,
      reason:
        'anchor and champion came out as before, bit for bit; the known-bad one (libx264) costs +200.00 %',
    });
    const figures = judged.controls.map(({ bd_rate_percent, drift_percent }) => [
      bd_rate_percent,
      drift_percent,
    ]);
    expect(figures[0]).toEqual([0, 0]);
    expect(figures[1]?.[0]).toBeCloseTo(-30, 9);
    expect(figures[1]?.[1]).toBe(0);
    expect(figures[2]?.[0]).toBeCloseTo(200, 9);
    expect(figures[2]?.[1]).toBeNull();
  });

  it.each([
    [
      'a champion at 0.2 % more',
      [anchor(), champion({ before: reading(0.7 / 1.002, 'av1') }), bad(3)],
      /the champion control \(libsvtav1\) differs by \+0\.20 %/,
    ],
    [
      'an anchor at 0.2 % less',
      [anchor({ before: reading(1.002) }), bad(3)],
      /the anchor control \(libx265\) differs by -0\.20 %/,
    ],
    [
      'other bits at the same rate',
      [anchor({ before: reading(1, 'others') }), bad(3)],
      /gives other bits than before/,
    ],
    ['a bad one at 10 % more', [anchor(), bad(1.1)], /has \+10\.00 % and \+10\.00 %/],
    ['a bad one that fools one family', [anchor(), bad(1.6, 2)], /has \+60\.00 % and -/],
    [
      'an earlier reading that cannot be compared',
      [anchor({ before: reading(1).slice(1) }), bad(3)],
      /cannot be compared/,
    ],
  ])('given %s, are not, and say why', (_, measured, reason) => {
    const judged = judgeControls(measured);
    expect(judged.sound).toBe(false);
    expect(judged.reason).toMatch(reason);
  });

  it('given a drift under the noise floor in bits that are the same, are sound', () => {
    expect(judgeControls([anchor({ before: reading(1.0005) }), bad(3)]).sound).toBe(true);
  });
});

describe('what is measured as a control', () => {
  const all = { encoders: ['libx264', 'libx265', 'libsvtav1'] };
  const roles = (...request: Parameters<typeof controlConfigurations>) =>
    controlConfigurations(...request).map(({ role }) => role);

  it('given a champion, anchor, champion and a known-bad one', () => {
    const control = { encoder: 'libsvtav1', parameters: { preset: 6 } };
    expect(roles({ control }, all)).toEqual(['anchor', 'champion', 'known-bad']);
  });

  it('given no champion or the anchor as such, no champion; given no libx264, no known-bad one', () => {
    expect(roles({}, all)).toEqual(['anchor', 'known-bad']);
    expect(roles({ control: { encoder: 'libx265', parameters: { preset: 'medium' } } }, all)).toEqual([
      'anchor',
      'known-bad',
    ]);
    expect(roles({}, { encoders: ['libx265'] })).toEqual(['anchor']);
  });
});
