import { describe, expect, test } from 'vitest';
import { keyOf } from '../searchers/searcher.ts';
import { plantedWorld } from '../worlds/planted-world.ts';
import { type Entry, worldOf } from '../worlds/world.ts';
import { NO_MODEL, replay } from './replay.ts';
import { SCRIPTED_CLAUDE } from './scripted-claude.ts';

const until = (evaluations: number) => (evaluated: readonly Entry[]) => evaluated.length >= evaluations;
const MODES = [
  ['in fallback mode', NO_MODEL],
  ['with a scripted Claude', SCRIPTED_CLAUDE],
] as const;

describe.each(MODES)('the planner %s in a replayed world', (_mode, model) => {
  test('evaluates what the world holds, each configuration once, with the answers of the world', async () => {
    const world = plantedWorld(3);
    const evaluated = await replay(world, 1, model, until(24));
    expect(evaluated.length).toBeGreaterThanOrEqual(24);
    expect(new Set(evaluated.map(keyOf)).size).toBe(evaluated.length);
    for (const entry of evaluated) expect(world.entries).toContain(entry);
  });

  test('given the same seed, evaluates the same in the same order', async () => {
    const [once, again] = [
      await replay(plantedWorld(2), 5, model, until(12)),
      await replay(plantedWorld(2), 5, model, until(12)),
    ];
    expect(again).toEqual(once);
  });

  test('given a small world, evaluates all of it and ends', async () => {
    const world = worldOf('small', plantedWorld(4).entries.slice(0, 7));
    expect((await replay(world, 1, model, () => false)).map(keyOf).sort()).toEqual(
      world.entries.map(keyOf).sort(),
    );
  });
});
