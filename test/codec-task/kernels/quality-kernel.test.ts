import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadQualityKernel, type QualityKernel } from '../../../codec-task/kernels/load-kernel.ts';

const MEBIBYTE = 1_048_576;
/** Where the planes and the results go: behind what the module itself uses. */
const [A, B, OUT] = [MEBIBYTE, 6 * MEBIBYTE, 11 * MEBIBYTE] as const;
let kernel: QualityKernel;
let memory: Uint8Array;
beforeAll(async () => {
  kernel = await loadQualityKernel();
  kernel.memory.grow((16 * MEBIBYTE) / 65_536);
  memory = new Uint8Array(kernel.memory.buffer);
});

const put = (a: ArrayLike<number>, b: ArrayLike<number>) => {
  memory.set(a, A);
  memory.set(b, B);
};
const samples = (count: number) => fc.uint8Array({ minLength: count, maxLength: count });
const pair = (width: number, height: number) => fc.tuple(samples(width * height), samples(width * height));

describe('squared error', () => {
  it('is the exact sum, for any number of samples', () => {
    const both = fc.nat(200).chain((count) => pair(count, 1));
    fc.assert(
      fc.property(both, ([a, b]) => {
        put(a, b);
        const expected = a.reduce((sum, sample, index) => sum + (sample - (b[index] ?? 0)) ** 2, 0);
        expect(kernel.squaredError(A, B, a.length)).toBe(expected);
      }),
    );
  });

  it('is exact where it passes 32 bits: two megapixels of the greatest difference', () => {
    const count = 1920 * 1080 + 7;
    memory.fill(0, A, A + count);
    memory.fill(255, B, B + count);
    expect(kernel.squaredError(A, B, count)).toBe(count * 255 * 255);
    expect(kernel.squaredError(B, A, count)).toBe(count * 255 * 255);
  });
});

describe('SSIM', () => {
  it('is that of 8x8 windows at every fourth sample, written out', () => {
    const planes = fc
      .tuple(fc.integer({ min: 8, max: 41 }), fc.integer({ min: 8, max: 30 }))
      .chain(([width, height]) => fc.tuple(fc.constant({ width, height }), pair(width, height)));
    fc.assert(
      fc.property(planes, ([{ width, height }, [a, b]]) => {
        put(a, b);
        expect(kernel.ssim(A, B, width, height, OUT)).toBeCloseTo(plainSsim(a, b, width, height), 12);
      }),
    );
  });
});

describe('block means', () => {
  it('are those of whole 16x16 blocks, row by row', () => {
    const [width, height] = [50, 33];
    fc.assert(
      fc.property(samples(width * height), (plane) => {
        memory.set(plane, A);
        kernel.blockMeans(A, width, height, OUT);
        const means = [0, 1, 2, 3, 4, 5].map((block) =>
          mean(windowOf(plane, width, (block % 3) * 16, Math.floor(block / 3) * 16, 16)),
        );
        expect([...new Float32Array(kernel.memory.buffer, OUT, 6)]).toEqual(means.map(Math.fround));
      }),
    );
  });
});

function windowOf(plane: Uint8Array, width: number, x: number, y: number, side: number): number[] {
  return Array.from(
    { length: side * side },
    (_, index) => plane[(y + Math.floor(index / side)) * width + x + (index % side)] ?? 0,
  );
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Means and unbiased variances of each window, as the formula has them; its constants rounded as video tools do. */
function plainSsim(a: Uint8Array, b: Uint8Array, width: number, height: number): number {
  const [c1, c2] = [416 / 64 / 64, 235963 / 64 / 63];
  const values: number[] = [];
  for (let y = 0; y + 8 <= height - (height % 4); y += 4)
    for (let x = 0; x + 8 <= width - (width % 4); x += 4) {
      const [p, q] = [windowOf(a, width, x, y, 8), windowOf(b, width, x, y, 8)];
      const [mp, mq] = [mean(p), mean(q)];
      const about = (u: number[], mu: number, v: number[], mv: number) =>
        u.reduce((sum, value, index) => sum + (value - mu) * ((v[index] ?? 0) - mv), 0) / 63;
      const [vp, vq, cov] = [about(p, mp, p, mp), about(q, mq, q, mq), about(p, mp, q, mq)];
      values.push(((2 * mp * mq + c1) * (2 * cov + c2)) / ((mp * mp + mq * mq + c1) * (vp + vq + c2)));
    }
  return mean(values);
}
