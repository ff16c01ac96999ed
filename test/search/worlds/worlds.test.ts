import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { canonicalJson } from '../../../lambdas/shared/spec.ts';
import { readTable, TABLE } from '../table/table.ts';
import { mirrored } from './mirrored-world.ts';
import { plantedWorld } from './planted-world.ts';
import { tableWorlds } from './table-worlds.ts';
import { cpuBudget } from './world.ts';

describe('a world made of the table', async () => {
  const table = readTable(await readFile(TABLE, 'utf8'));
  const names = table.about.clips.slice(1, 3);

  test("gives the table's numbers: clip by clip, means over clips, seconds together", () => {
    const world = tableWorlds(table, names).find(({ name }) => name === 'x264 medium');
    expect(world?.entries.length).toBeGreaterThan(5);
    for (const entry of world?.entries ?? []) {
      const row = table.rows.find(
        ({ encoder, parameters }) =>
          encoder === entry.encoder && canonicalJson(parameters) === canonicalJson(entry.parameters),
      );
      const [first, second] = (row?.bd_rate ?? []).slice(1, 3);
      expect(entry.clips.map(({ bdRate }) => bdRate)).toEqual([first, second]);
      expect(entry.bdRate).toBeCloseTo(((first ?? Number.NaN) + (second ?? Number.NaN)) / 2, 9);
      expect(entry.cpuSeconds).toBeCloseTo((row?.cpu_seconds[1] ?? 0) + (row?.cpu_seconds[2] ?? 0), 9);
    }
  });

  test('leaves out what has no BD-rate on one of its clips', () => {
    const without = table.rows.map((row, index) =>
      index === 0 ? { ...row, bd_rate: [1, null, 1, 1, 1] } : row,
    );
    const count = (rows: typeof without) =>
      tableWorlds({ ...table, rows }, names).reduce((sum, { entries }) => sum + entries.length, 0);
    expect(table.rows[0]?.bd_rate).not.toContain(null);
    expect(count(without)).toBeLessThan(count([...table.rows]));
  });

  test('has efforts of one price in a stratum, and knows its best', () => {
    for (const { entries, best } of tableWorlds(table, names)) {
      expect(entries.every(({ bdRate }) => bdRate >= best)).toBe(true);
      expect(entries.some(({ bdRate }) => bdRate === best)).toBe(true);
    }
  });
});

describe('a mirrored world', () => {
  const world = plantedWorld(1);
  const other = mirrored(world);

  test('has its best where the other has its worst, at the reciprocal of the rate', () => {
    const worst = Math.max(...world.entries.map(({ bdRate }) => bdRate));
    expect(1 + other.best / 100).toBeCloseTo(1 / (1 + worst / 100), 9);
    const index = world.entries.findIndex(({ bdRate }) => bdRate === worst);
    expect(other.entries[index]?.bdRate).toBe(other.best);
  });

  test('mirrored again, is as it was', () => {
    const again = mirrored(other).entries;
    for (const [index, { bdRate, clips }] of again.entries()) {
      expect(bdRate).toBeCloseTo(world.entries[index]?.bdRate ?? Number.NaN, 9);
      expect(clips[0]?.bdRateSsim).toBeCloseTo(world.entries[index]?.clips[0]?.bdRateSsim ?? Number.NaN, 9);
    }
  });
});

describe('a world with planted interactions', () => {
  test('is the same for the same seed and another for another', () => {
    expect(plantedWorld(7)).toEqual(plantedWorld(7));
    expect(plantedWorld(7).best).not.toBe(plantedWorld(8).best);
  });

  test.each([1, 2, 3, 4, 5])('given draw %i, has its best where no single change leads', (seed) => {
    const { entries, best } = plantedWorld(seed);
    const departures = (parameters: object) =>
      Object.keys(parameters).filter((name) => name !== 'preset').length;
    const single = entries.filter(({ parameters }) => departures(parameters) <= 1);
    expect(Math.min(...single.map(({ bdRate }) => bdRate))).toBeGreaterThan(best + 1);
  });

  test('costs the same everywhere, so that its budget is a number of evaluations', () => {
    expect(cpuBudget(plantedWorld(1), 60)).toBe(60);
  });
});
