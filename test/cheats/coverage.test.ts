import { describe, expect, it } from 'vitest';
import { CHECK_NAMES } from '../../lambdas/shared/checks.ts';
import { ALL_CHEATS } from './table.ts';

describe('the cheat suite', () => {
  it('has a cheat for every check', () => {
    const named = new Set(ALL_CHEATS.flatMap((cheat) => [cheat.check, cheat.checkIsolated ?? cheat.check]));
    expect(CHECK_NAMES.filter((name) => !named.has(name))).toEqual([]);
  });

  it('has no two cheats of one name', () => {
    const names = ALL_CHEATS.map(({ name }) => name);
    expect([...new Set(names)]).toEqual(names);
  });
});
