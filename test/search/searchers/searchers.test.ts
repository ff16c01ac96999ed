import { describe, expect, test } from 'vitest';
import { runSearch } from '../bench/run-search.ts';
import { plantedWorld } from '../worlds/planted-world.ts';
import { type Entry, worldOf } from '../worlds/world.ts';
import { parzen } from './parzen.ts';
import { priorOrder } from './prior-order.ts';
import { keyOf } from './searcher.ts';
import { grid, random, slowestFirst } from './simple.ts';
import { surrogate } from './surrogate.ts';

const WORLD = worldOf(
  'a part',
  plantedWorld(1).entries.filter((_, index) => index % 6 === 0),
);

describe.each([random, grid, slowestFirst, parzen, priorOrder, surrogate])('search by $name', (searcher) => {
  test('goes through a whole world, each configuration once, the same for the same seed', () => {
    const seen = runSearch(searcher, WORLD, 3, () => false);
    expect(seen.map(keyOf).sort()).toEqual(WORLD.entries.map(keyOf).sort());
    expect(runSearch(searcher, WORLD, 3, () => false)).toEqual(seen);
  });
});

describe('plain TPE', () => {
  test('given one value that is good and a grade within it, goes there more often than not', () => {
    const entries = plantedWorld(1).entries.map((entry, index) => {
      const isGood = entry.encoder === 'libx265' && entry.parameters['tune'] === 'ssim';
      return { ...entry, bdRate: isGood ? -20 - (index % 10) : 20 };
    });
    const seen = runSearch(parzen, worldOf('one good value', entries), 1, ({ length }) => length >= 40);
    const good = (each: readonly Entry[]) => each.filter(({ bdRate }) => bdRate < 0).length / each.length;
    expect(good(entries)).toBeLessThan(0.25);
    expect(good(seen.slice(10))).toBeGreaterThan(0.5);
  });
});

describe('slowest first', () => {
  test('goes from the dearest to the cheapest', () => {
    const entries = WORLD.entries.map((entry, index) => ({ ...entry, cpuSeconds: 1 + ((index * 7) % 5) }));
    const seconds = runSearch(slowestFirst, worldOf('dear', entries), 1, () => false).map(
      ({ cpuSeconds }) => cpuSeconds,
    );
    expect(seconds).toEqual(seconds.toSorted((a, b) => b - a));
  });
});
