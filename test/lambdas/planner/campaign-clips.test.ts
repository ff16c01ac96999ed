import { describe, expect, it } from 'vitest';
import { campaignClips } from '../../../lambdas/planner/campaign-clips.ts';
import { parseSettings } from '../../../lambdas/shared/settings.ts';

const settings = parseSettings({});
const keys = (count: number, nameLength: number) =>
  Array.from(
    { length: count },
    (_, index) => `campaigns/mine/clips/${String(index).padStart(nameLength, 'x')}`,
  );

describe("a campaign's clips", () => {
  it('given none, are the synthetic ones of the settings', () => {
    expect(
      campaignClips('mine', ['campaigns/other/clips/a.mkv'], settings).map(({ kind, name }) => [kind, name]),
    ).toEqual([
      ['synthetic', 'drifting-texture'],
      ['synthetic', 'predecessor'],
    ]);
  });

  it('given 32 with names of 60, are all taken', () => {
    expect(campaignClips('mine', keys(32, 60), settings)).toHaveLength(32);
  });

  it.each([
    ['33 clips', keys(33, 8), 'campaign mine has 33 clips, 32 are measured together at most: remove some'],
    [
      'names of 80',
      keys(32, 80),
      'campaign mine has clips whose names and keys are 5792 characters long together, 4800 fit a record',
    ],
  ])('given %s, are refused and none is left out in silence', (_case, given, words) => {
    expect(() => campaignClips('mine', given, settings)).toThrow(words);
  });
});
