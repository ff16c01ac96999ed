import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { ComparisonThread } from '../../../../codec-task/measure/metrics/comparison-thread.ts';
import { frameBytes } from '../../../../codec-task/media/frames.ts';
import { FrameComparison } from '../../../../codec-task/quality/frame-comparison.ts';

const SIZE = { width: 64, height: 48 };
const frame = (sample: (index: number) => number) =>
  Uint8Array.from({ length: frameBytes(SIZE) }, (_, index) => sample(index));
const pairOf = (step: number) => ({
  decoded: frame((index) => (index * step) % 251),
  source: frame((index) => (index * step + (index % 7)) % 251),
});

/** Lays frames into a pair of the thread's and asks. */
function compare(thread: ComparisonThread, { decoded, source }: ReturnType<typeof pairOf>, pair = 0) {
  thread.pairs[pair]?.decoded.set(decoded);
  thread.pairs[pair]?.source.set(source);
  return thread.compare(pair);
}

describe('a thread that compares frames', () => {
  it('given several pairs at once, answers each with what a comparison here gives', async () => {
    const steps = [3, 5, 11];
    const thread = new ComparisonThread(SIZE, steps.length);
    const here = await FrameComparison.open(SIZE);
    const answers = await Promise.all(steps.map((step, index) => compare(thread, pairOf(step), index)));
    await thread.close();
    for (const [index, step] of steps.entries()) {
      const { decoded, source } = pairOf(step);
      here.decoded.set(decoded);
      here.source.set(source);
      expect(answers[index]).toEqual({ scores: here.compare(), means: here.blockMeans() });
    }
  });

  it('asked for a pair that it does not have, fails instead of waiting, and the next thread is a sound one', async () => {
    const failing = new ComparisonThread(SIZE, 1);
    await expect(failing.compare(1)).rejects.toThrow('before its memory');
    await failing.close();
    const next = new ComparisonThread(SIZE, 1);
    const { scores } = await compare(next, pairOf(3));
    await next.close();
    expect(scores.ssim).toBeGreaterThan(0);
  });

  it('that has failed before it was asked, fails whenever it is', async () => {
    const failing = new ComparisonThread({ width: 2 ** 20, height: 2 ** 20 }, 0);
    await wait(500);
    await expect(failing.compare(0)).rejects.toThrow(RangeError);
    await expect(failing.compare(0)).rejects.toThrow(RangeError);
    await failing.close();
  }, 10_000);

  it('given up while it is at work, does not answer the next one with what it owed', async () => {
    const abandoned = new ComparisonThread(SIZE, 1);
    void compare(abandoned, pairOf(3)).catch(() => {});
    await abandoned.close();
    const next = new ComparisonThread(SIZE, 1);
    const same = frame((index) => index % 251);
    const { scores } = await compare(next, { decoded: same, source: same });
    await next.close();
    expect(scores.squaredErrors).toEqual([0, 0, 0]);
  });
});
