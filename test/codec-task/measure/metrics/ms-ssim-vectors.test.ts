import { describe, expect, it } from 'vitest';
import { FrameComparison } from '../../../../codec-task/quality/frame-comparison.ts';
import fixture from '../../../fixtures/ms-ssim-vectors.json' with { type: 'json' };

type Vector = (typeof fixture.vectors)[number];

/** The picture that `about` in the fixture describes. */
function picture({ width, height, seed }: Vector): number[] {
  return Array.from({ length: width * height }, (_, index) => {
    const [x, y] = [index % width, Math.floor(index / width)];
    const tile = (Math.floor(x / 16) + Math.floor(y / 16)) % 3;
    const curves =
      Math.floor((x * x) / (7 + seed)) + Math.floor((y * y) / (11 + seed)) + Math.floor((x * y) / 29);
    return (curves + 40 * tile) % 256;
  });
}

function distorted(samples: readonly number[], { width, distortion }: Vector): number[] {
  return samples.map((sample, index) => {
    const [x, y] = [index % width, Math.floor(index / width)];
    switch (distortion) {
      case 'noise':
        return Math.min(255, Math.max(0, sample + ((7919 * x + 104729 * y + 13 * x * y) % 41) - 20));
      case 'blocks':
        return 32 * Math.floor(sample / 32) + 16;
      case 'shift':
        return samples[y * width + ((x + width - 1) % width)] ?? 0;
      default:
        return Math.floor((3 * sample) / 4);
    }
  });
}

describe('MS-SSIM against an independent implementation', () => {
  it.each(fixture.vectors)('$width x $height, $distortion: $ms_ssim', async (vector) => {
    const comparison = await FrameComparison.open(vector);
    const samples = picture(vector);
    comparison.source.set(samples);
    comparison.decoded.set(distorted(samples, vector));
    expect(Math.abs(comparison.compare().msSsim - vector.ms_ssim)).toBeLessThan(5e-5);
  });
});
