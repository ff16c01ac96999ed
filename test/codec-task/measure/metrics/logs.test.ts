import { describe, expect, it } from 'vitest';
import { filterGraph } from '../../../../codec-task/measure/metrics/reference-metrics.ts';
import { readVmaf } from '../../../../codec-task/measure/metrics/vmaf-log.ts';
import { readXpsnr } from '../../../../codec-task/measure/metrics/xpsnr-log.ts';

describe("the log of ffmpeg's xpsnr filter", () => {
  const log = (...frames: [number | 'inf', number, number][]) =>
    frames
      .map(([y, u, v], index) => `n: ${index + 1}  XPSNR y: ${y}  XPSNR u: ${u}  XPSNR v: ${v}`)
      .concat('', 'XPSNR average, 2 frames  y: 1  u: 2  v: 3  (minimum: 1)')
      .join('\n');

  it('gives means over frames and their weighting; a frame without error counts 60 dB', () => {
    expect(readXpsnr(log([30, 40, 50], ['inf', 40, 40]), 2)).toEqual({
      ...{ y: 45, u: 40, v: 45 },
      yuv: (4 * 45 + 40 + 45) / 6,
    });
  });

  it('of another number of frames, or without figures, gives no score', () => {
    expect(() => readXpsnr(log([30, 40, 50]), 2)).toThrow(/compared 1 of 2 frames/);
    expect(() => readXpsnr('n: 1  XPSNR y: nan  XPSNR u: 1  XPSNR v: 1', 1)).toThrow(/no score is taken/);
  });
});

describe("libvmaf's JSON log", () => {
  const log = (scores: readonly number[]) =>
    JSON.stringify({
      version: '3.0.0',
      frames: scores.map((vmaf, frameNum) => ({ frameNum, metrics: { vmaf, vmaf_neg: vmaf - 2 } })),
    });

  it('gives mean and 5th percentile with the model that gave them', () => {
    const scores = Array.from({ length: 41 }, (_, index) => 50 + index);
    expect(readVmaf(log(scores), 41)).toEqual({
      vmaf: { model: 'vmaf_v0.6.1', mean: 70, p5: 52 },
      vmafNeg: { model: 'vmaf_v0.6.1neg', mean: 68, p5: 50 },
    });
  });

  it('of another number of frames or another shape gives no score', () => {
    expect(() => readVmaf(log([90]), 2)).toThrow(/compared 1 of 2 frames/);
    expect(() => readVmaf('{"frames":[{"metrics":{}}]}', 1)).toThrow(/compared 0 of 1 frames/);
  });
});

describe('the filter graph', () => {
  it('is none without filters, and gives every filter a copy of both inputs, the source first where it weighs', () => {
    expect(filterGraph(['ssim', 'psnr'])).toBeUndefined();
    const graph = filterGraph(['xpsnr', 'libvmaf']) ?? '';
    expect(graph).toContain('split=2[d0][d1]');
    expect(graph).toContain('[s0][d0]xpsnr=');
    expect(graph).toContain('[d1][s1]libvmaf=model=version=vmaf_v0.6.1\\\\:name=vmaf|');
  });
});
