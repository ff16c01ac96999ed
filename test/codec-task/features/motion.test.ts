import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { featuresOf, gaussian, moved, texture } from './given.ts';

/** Frames of a texture that moves by so much each. */
const panned = (x: number, y: number, frames = 4) =>
  Array.from({ length: frames }, (_, frame) => moved(texture(11), frame * x, frame * y));

describe('motion', () => {
  it.each([
    [0, 0],
    [3, 0],
    [-4, 3],
    [12, -5],
    [0, 16],
    [-24, 7],
  ])('of a texture that moves by %i to the right and %i down is that long', async (x, y) => {
    const { motion } = await featuresOf(panned(x, y), { width: 256, height: 192 });
    expect(motion?.mean).toBeCloseTo(Math.hypot(x, y), 1);
    expect(motion?.p95).toBe(Math.hypot(x, y));
  });

  it('explains all of the difference but what comes into the picture', async () => {
    const { motion } = await featuresOf(panned(4, 0), { width: 256, height: 192 });
    // One of sixteen columns of blocks comes in.
    expect(motion?.explained_share).toBeGreaterThan(15 / 16 - 0.01);
    expect(motion?.followed_share).toBeGreaterThanOrEqual(15 / 16);
  });

  it('has nothing to explain in a still picture', async () => {
    const { motion } = await featuresOf([texture(2), texture(2)]);
    expect(motion).toEqual({ followed_share: 1, mean: 0, p95: 0, explained_share: null });
  });

  it('is followed nowhere in fresh noise, and explains little of it', async () => {
    const { motion } = await featuresOf([1, 2, 3, 4].map((seed) => gaussian(128, 12, seed)));
    expect(motion).toMatchObject({ followed_share: 0, mean: 0, p95: 0 });
    expect(motion?.explained_share).toBeLessThan(0.2);
  });

  it('is shares between 0 and 1 and a mean no longer than the picture, whatever the frames hold', async () => {
    const size = { width: 48, height: 36 };
    const sample = fc.uint8Array({ minLength: 8, maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(fc.array(sample, { minLength: 2, maxLength: 4 }), async (frames) => {
        const pictures = frames.map(
          (levels) => (x: number, y: number) => levels[(x * 7 + y * 13 + x * y) % levels.length] ?? 0,
        );
        const features = await featuresOf(pictures, size);
        const { motion } = features;
        for (const share of [motion?.followed_share, motion?.explained_share ?? 0, features.flat_share]) {
          expect(share).toBeGreaterThanOrEqual(0);
          expect(share).toBeLessThanOrEqual(1);
        }
        expect(motion?.p95).toBeLessThan(60);
        expect(features.luminance).toBeLessThanOrEqual(255);
      }),
      { numRuns: 40 },
    );
  });
});

describe('cuts', () => {
  const scene = (seed: number, frames: number) =>
    Array.from({ length: frames }, (_, frame) => moved(texture(seed), 2 * frame, frame));

  it('are the frames that begin another scene', async () => {
    const pictures = [...scene(5, 6), ...scene(6, 5), ...scene(7, 4)];
    const { cuts, motion } = await featuresOf(pictures);
    expect(cuts).toEqual([6, 11]);
    // What happens at a cut is no motion; what comes in at two sides, 19 of 96 blocks, is not explained by any.
    expect(motion?.p95).toBe(Math.hypot(2, 1));
    expect(motion?.explained_share).toBeGreaterThan(77 / 96);
  });

  it('are none where noise, a pan too fast to follow or a growing brightness change every sample', async () => {
    const noise = [1, 2, 3, 4, 5, 6].map((seed) => gaussian(128, 12, seed));
    const fast = scene(5, 6).map((picture, frame) => moved(picture, 80 * frame, 0));
    const fade = scene(8, 8).map(
      (picture, frame) => (x: number, y: number) => picture(x, y) * (0.3 + frame / 12),
    );
    for (const pictures of [noise, fast, fade]) expect((await featuresOf(pictures)).cuts).toEqual([]);
  });

  it('are two where a flash lights one picture up', async () => {
    const pictures = scene(9, 8).map(
      (picture, frame) => (x: number, y: number) => picture(x, y) / 2 + (frame === 4 ? 110 : 0),
    );
    expect((await featuresOf(pictures)).cuts).toEqual([4, 5]);
  });

  it('is told of two frames alone', async () => {
    expect((await featuresOf([texture(5), texture(6)])).cuts).toEqual([1]);
  });
});
