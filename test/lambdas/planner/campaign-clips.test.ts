import { describe, expect, it } from 'vitest';
import { campaignClips } from '../../../lambdas/planner/campaign-clips.ts';
import { setSizes } from '../../../lambdas/planner/clip-sets.ts';
import { parseSettings } from '../../../lambdas/shared/settings.ts';

const settings = parseSettings({});
const keys = (count: number, nameLength: number) =>
  Array.from(
    { length: count },
    (_, index) => `campaigns/mine/clips/${String(index).padStart(nameLength, 'x')}`,
  );
const below = (...paths: string[]) => paths.map((path) => `campaigns/mine/clips/${path}`);
const setsOf = (given: readonly string[]) =>
  Object.fromEntries(campaignClips('mine', given, settings).map(({ name, set }) => [name, set]));
const counted = (given: readonly string[]) => {
  const sets = Object.values(setsOf(given));
  return ['tune', 'validate', 'sealed'].map((set) => sets.filter((each) => each === set).length);
};

describe("a campaign's clips", () => {
  it.each([
    [1, [['drifting-texture', 'tune']]],
    [
      2,
      [
        ['drifting-texture', 'tune'],
        ['moving-objects', 'validate'],
      ],
    ],
    [
      3,
      [
        ['drifting-texture', 'tune'],
        ['predecessor', 'tune'],
        ['moving-objects', 'validate'],
      ],
    ],
  ])('given none, are the %i synthetic ones of the settings', (clips, expected) => {
    const given = campaignClips(
      'mine',
      ['campaigns/other/clips/a.mkv'],
      parseSettings({ synthetic: { clips } }),
    );

    expect(given.map(({ name, set }) => [name, set])).toEqual(expected);
    expect(given.every(({ kind }) => kind === 'synthetic')).toBe(true);
  });

  it('given 1024, are all taken, and one more is refused', () => {
    expect(campaignClips('mine', keys(1024, 60), settings)).toHaveLength(1024);
    expect(() => campaignClips('mine', keys(1025, 8), settings)).toThrow(
      'campaign mine has 1025 clips, 1024 are measured together at most: remove some',
    );
  });
});

describe('the sets of clips', () => {
  it.each([
    [1, [1, 0, 0]],
    [2, [1, 1, 0]],
    [3, [2, 1, 0]],
    [4, [2, 1, 1]],
    [5, [3, 1, 1]],
    [6, [3, 2, 1]],
    [12, [6, 3, 3]],
    [20, [10, 5, 5]],
    [32, [16, 8, 8]],
    [1000, [984, 8, 8]],
  ])('of %i clips without folders are as large as %j', (count, expected) => {
    expect(counted(keys(count, 8))).toEqual(expected);
    expect(Object.values(setSizes(count))).toEqual(expected);
  });

  it('are the same in any order of the keys, and follow no order of the names', () => {
    const given = keys(12, 8);
    const sets = setsOf(given);

    expect(setsOf([...given].reverse())).toEqual(sets);
    const inNameOrder = Object.entries(sets)
      .sort()
      .map(([, set]) => set);
    expect(inNameOrder.slice(0, 6)).not.toEqual(Array(6).fill('tune'));
  });

  it("are a person's own where folders give them, and nothing is filled up", () => {
    expect(setsOf(below('tune/a.mkv', 'validate/b.mkv', 'sealed/c.mkv'))).toEqual({
      'tune/a.mkv': 'tune',
      'validate/b.mkv': 'validate',
      'sealed/c.mkv': 'sealed',
    });
    expect(counted(below('a.mkv', 'b.mkv', 'c.mkv', 'd.mkv', 'holiday/e.mkv', 'validate/f.mkv'))).toEqual([
      5, 1, 0,
    ]);
  });

  it('are refused when they leave nothing to search with', () => {
    expect(() => campaignClips('mine', below('validate/a.mkv', 'sealed/b.mkv'), settings)).toThrow(
      expect.objectContaining({
        name: 'NoTuneClip',
        message: expect.stringContaining('put at least one below tune/'),
      }),
    );
  });
});
