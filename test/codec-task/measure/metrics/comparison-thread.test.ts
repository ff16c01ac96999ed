import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { ComparisonThread } from '../../../../codec-task/measure/metrics/comparison-thread.ts';
import { FrameComparison } from '../../../../codec-task/measure/metrics/frame-comparison.ts';
import { frameBytes } from '../../../../codec-task/media/frames.ts';

const SIZE = { width: 64, height: 48 };
const frame = (sample: (index: number) => number, size = SIZE) =>
  Uint8Array.from({ length: frameBytes(size) }, (_, index) => sample(index));
const pairOf = (step: number) => ({
  decoded: frame((index) => (index * step) % 251),
  source: frame((index) => (index * step + (index % 7)) % 251),
});

describe('a thread that compares frames', () => {
  it('given several pairs at once, answers each with what a comparison here gives, and gives the memory back', async () => {
    const thread = new ComparisonThread(SIZE);
    const here = await FrameComparison.open(SIZE);
    const steps = [3, 5, 11];
    const answers = await Promise.all(steps.map((step) => thread.compare(pairOf(step))));
    await thread.close();
    for (const [index, step] of steps.entries()) {
      const { decoded, source } = pairOf(step);
      here.decoded.set(decoded);
      here.source.set(source);
      expect(answers[index]).toEqual({
        scores: here.compare(),
        means: here.blockMeans(),
        pair: { decoded, source },
      });
    }
  });

  it('given frames that it has no room for, fails instead of waiting, and the next thread is a sound one', async () => {
    const failing = new ComparisonThread(SIZE);
    const large = () => frame((index) => index % 200, { width: 256, height: 256 });
    await expect(failing.compare({ decoded: large(), source: large() })).rejects.toThrow(RangeError);
    await failing.close();
    const next = new ComparisonThread(SIZE);
    const { scores } = await next.compare(pairOf(3));
    await next.close();
    expect(scores.ssim).toBeGreaterThan(0);
  });

  it('that has failed before it was asked, fails whenever it is', async () => {
    const failing = new ComparisonThread({ width: 2 ** 20, height: 2 ** 20 });
    await wait(500);
    await expect(failing.compare(pairOf(3))).rejects.toThrow(RangeError);
    await expect(failing.compare(pairOf(5))).rejects.toThrow(RangeError);
    await failing.close();
  }, 10_000);

  it('given up while it is at work, does not answer the next one with what it owed', async () => {
    const abandoned = new ComparisonThread(SIZE);
    void abandoned.compare(pairOf(3)).catch(() => {});
    await abandoned.close();
    const next = new ComparisonThread(SIZE);
    const same = frame((index) => index % 251);
    const { scores } = await next.compare({ decoded: same, source: same.slice() });
    await next.close();
    expect(scores.squaredErrors).toEqual([0, 0, 0]);
  });
});
