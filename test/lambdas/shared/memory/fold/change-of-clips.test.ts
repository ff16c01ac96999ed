import { describe, expect, it } from 'vitest';
import { folded, givenFailure, givenMeasurement, givenSuccess } from '../../../recorder/given.ts';
import { arm, fold } from './given.ts';

describe('a change of clips', () => {
  const before = fold([givenSuccess(0, -9, arm(0))]);
  const onOtherClips = givenSuccess(0, -2, {
    ...arm(1),
    status: 'succeeded',
    measurement: givenMeasurement(-2, { anchor_bitrate_mbps: 3 }),
    clip_set: 'other clips',
  });

  it('starts champion, costs and anchor anew and keeps the lineage', () => {
    const first = fold([
      { ...givenSuccess(0, -9), ...arm(0), status: 'succeeded', measurement: givenMeasurement(-9) },
    ]);

    const after = fold([onOtherClips], first);

    expect(after).toMatchObject({ clip_set: 'other clips', anchor_bitrate_mbps: 3, since_improvement: 0 });
    expect(after.champion?.bd_rate_percent).toBe(-2);
    expect(after.lineage.map((former) => former.bd_rate_percent)).toEqual([-9]);
    expect(after.costs['libx265/medium']?.count).toBe(1);
    expect(after.counts.succeeded).toBe(2);
  });

  it('is not undone by a late record of the earlier clips', () => {
    const late = {
      ...givenSuccess(1, -30),
      ...arm(0, 1),
      status: 'succeeded' as const,
      measurement: givenMeasurement(-30),
    };

    const after = folded([[onOtherClips], [late]]);

    expect(after.clip_set).toBe('other clips');
    expect(after.champion?.bd_rate_percent).toBe(-2);
    expect(after.counts.succeeded).toBe(2);
  });

  it('does not happen by an experiment that failed on the new clips', () => {
    const failed = {
      ...givenFailure(0, 'clip-unreadable'),
      ...arm(1),
      status: 'failed' as const,
      clip_set: 'other clips',
    };

    expect(
      fold([{ ...failed, failure: { class: 'clip-unreadable', message: 'no video' } }], before).clip_set,
    ).toBe(before.clip_set);
  });
});
