import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { frameRate, framesPerSecond, middleStart } from '../../../codec-task/media/frame-rate.ts';

describe('a declared frame rate', () => {
  it.each([
    ['25/1', 25],
    ['30000/1001', 30000 / 1001],
    ['0/0', undefined],
    ['25/0', undefined],
    ['0/1', undefined],
    ['N/A', undefined],
    [undefined, undefined],
  ])('given %s, is %s', (declared, value) => {
    expect(framesPerSecond(declared)).toBe(value);
  });
});

describe('the frame rate by the times of the frames', () => {
  const RATES = ['24000/1001', '24/1', '25/1', '30000/1001', '30/1', '50/1', '60000/1001', '120/1'];

  it('given a constant rate, however its times are rounded to milliseconds, keeps what was declared', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...RATES),
        fc.integer({ min: 8, max: 300 }),
        fc.double({ min: 0, max: 100, noNaN: true }),
        fc.constantFrom(Math.round, Math.floor),
        (declared, count, origin, round) => {
          const fps = framesPerSecond(declared) ?? 0;
          const times = Array.from({ length: count }, (_, n) => round((origin + n / fps) * 1000) / 1000);
          expect(frameRate(times, declared)).toEqual({ fps: declared, variable: false });
        },
      ),
    );
  });

  it('given a frame that was left out, is variable and below the declared rate', () => {
    const times = [0, 1, 2, 3, 5, 6, 7, 8, 9].map((n) => n / 25);
    expect(frameRate(times, '25/1')).toEqual({ fps: '22222/1000', variable: true });
  });

  it('given constant times of another rate than declared, believes the times', () => {
    const times = Array.from({ length: 60 }, (_, n) => n / 12.5);
    expect(frameRate(times, '25/1')).toEqual({ fps: '12500/1000', variable: false });
  });

  it.each([
    ['none', []],
    ['one', [0.4]],
    ['all the same', [0, 0, 0]],
    ['some that run backwards', [0, 0.04, 0.02]],
    ['some that are no number', [0, Number.NaN, 0.08]],
  ])('given times of which there are %s, keeps what was declared', (_what, times) => {
    expect(frameRate(times, '25/1')).toEqual({ fps: '25/1', variable: false });
  });
});

describe('the start of the excerpt', () => {
  it.each([
    ['a clip of just the length', 10 / 25, 25, 10, 0],
    ['one frame more', 11 / 25, 25, 10, 0],
    ['two frames more', 12 / 25, 25, 10, 1 / 25],
    ['a shorter clip', 4 / 25, 25, 10, 0],
    ['a long clip', 4, 25, 10, 45 / 25],
    ['a duration that is cut to milliseconds', 1.668, 30000 / 1001, 10, (20 * 1001) / 30000],
    ['no duration', undefined, 25, 10, 0],
  ])('given %s, leaves as much before as after', (_what, duration, fps, frames, start) => {
    expect(middleStart(duration, fps, frames)).toBeCloseTo(start, 9);
  });
});
