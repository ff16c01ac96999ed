import { describe, expect, test } from 'vitest';
import { type Entry, worldOf } from '../worlds/world.ts';
import { compare } from './compare.ts';
import type { Source } from './sources.ts';

const entry = (preset: number, bdRate: number, cpuSeconds: number): Entry => ({
  ...{ encoder: 'libsvtav1', parameters: { preset }, bdRate, cpuSeconds },
  clips: [{ name: 'clip', bdRate, bdRateSsim: bdRate }],
});
const WORLD = worldOf('three', [entry(8, -10, 1), entry(9, -4, 1), entry(10, 2, 2)]);

/** Evaluates in the world's order or against it, until it has enough. */
const inOrder = (name: string, reversed: boolean): Source => ({
  name,
  run: async ({ entries }, _seed, enough) => {
    const seen: Entry[] = [];
    for (const each of reversed ? entries.toReversed() : entries) if (!enough(seen)) seen.push(each);
    return seen;
  },
});

describe('a comparison of sources', () => {
  test('scores each over all seeds, by evaluations and by CPU seconds', async () => {
    const scores = await compare([inOrder('best first', false), inOrder('best last', true)], [WORLD, WORLD]);
    expect(scores).toEqual([
      { source: 'best first', needed: [1, 1, 1], reached: 1, regret: 0 },
      // 12 off while the first two seconds run, and the next one; 6 off while the last runs.
      { source: 'best last', needed: [3, 3, 3], reached: 1, regret: (2 * 12 + 12 + 6) / 4 },
    ]);
  });

  test('given a source that stops short, counts it as never there', async () => {
    const lazy: Source = { name: 'lazy', run: async ({ entries }) => entries.slice(1, 2) };
    const [score] = await compare([lazy], [WORLD]);
    expect(score).toMatchObject({ reached: 0, regret: 6 });
    expect(score?.needed[1]).toBe(Number.POSITIVE_INFINITY);
  });
});
