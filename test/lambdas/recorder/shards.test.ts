import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeShards } from '../../../lambdas/recorder/shards/merge-shards.ts';
import { nextShards } from '../../../lambdas/recorder/shards/next-shards.ts';
import { SCHEMAS } from '../../../lambdas/shared/names.ts';
import type { ExperimentResult } from '../../../lambdas/shared/result.ts';
import type { FoundShard } from '../../../lambdas/shared/shard.ts';
import { clipsOfShard, shardsOf } from '../../../lambdas/shared/shards.ts';
import type { ClipReference, ClipSet, ExperimentSpec } from '../../../lambdas/shared/spec.ts';
import { givenPlanned, givenSpec } from './given.ts';
import { givenClipResult, givenResult } from './given-result.ts';

const clip = (name: string, set: ClipSet = 'tune'): ClipReference => ({
  ...{ kind: 'stored', name, key: `campaigns/default/clips/${name}`, set },
});
const FURTHER = ['c', 'd', 'e'].map((name) => clip(name));
/** Shards 0: a, b; 1: c, d; 2: e; 3: the validate clip. */
const SPEC: ExperimentSpec = {
  ...givenSpec('slow', [clip('a'), clip('b'), clip('v', 'validate')]),
  further_clips: { key: 'clip-lists/x.json', sha256: '0'.repeat(64), count: 3, per_task: 2 },
  validate_below_percent: -5,
};
const PLANNED = givenPlanned(0, { spec: SPEC });
const MISSING: FoundShard = { kind: 'missing' };
const FAILED: FoundShard = { kind: 'failed', failure: { class: 'out-of-memory', message: 'it was killed' } };

function measured(shard: number, percent = -10, changes: Partial<ExperimentResult> = {}): FoundShard {
  const clips = clipsOfShard(SPEC, FURTHER, shard).map((each) => givenClipResult(each, percent));
  const result = givenResult(PLANNED, { clips, wall_seconds: 10 * (shard + 1), ...changes });
  return {
    kind: 'measured',
    measured: { schema: SCHEMAS.shard, shard, is_anchor: false, drift: null, result },
  };
}

const screenedOut = measured(0, -10, {
  screening: {
    ...{ decision: 'screened out', reason: 'hopeless', rival: 'anchor', configuration: null, risk: 0.01 },
    ...{ beyond_hope: ['psnr_yuv'], clips: [], saved_cpu_seconds: 20 },
  },
});

describe('which shards are next', () => {
  it.each<[string, FoundShard[], number[]]>([
    ['none has run', [MISSING, MISSING, MISSING, MISSING], [0]],
    ['the first has', [measured(0), MISSING, MISSING, MISSING], [1, 2]],
    ['one of the further ones has not', [measured(0), measured(1), MISSING, MISSING], [2]],
    ['the tune clips came to little enough', [measured(0), measured(1), measured(2), MISSING], [3]],
    ['they did not', [measured(0, 2), measured(1, 2), measured(2, 2), MISSING], []],
    ['the screening has ended it', [screenedOut, MISSING, MISSING, MISSING], []],
    ['one has failed', [measured(0), FAILED, MISSING, MISSING], []],
    ['all have', [measured(0), measured(1), measured(2), measured(3)], []],
  ])('where %s', (_case, found, expected) => {
    expect(nextShards(SPEC, found)).toEqual(expected);
  });

  it('to confirm a champion, are all that are left after the first, those that are held out among them', () => {
    expect(nextShards({ ...SPEC, confirm: true }, [measured(0), MISSING, MISSING, MISSING])).toEqual([
      1, 2, 3,
    ]);
  });
});

describe('the result of all shards', () => {
  it('has every clip once, the mean over the tune clips, and the time of all tasks', () => {
    const merged = mergeShards(PLANNED, [
      measured(0, -12),
      measured(1, -6),
      measured(2, -6),
      measured(3, -4),
    ]);

    expect(merged).toMatchObject({ status: 'succeeded', failure: null, wall_seconds: 100 });
    expect(merged?.clips.map(({ source }) => source.name)).toEqual(['a', 'b', 'c', 'd', 'e', 'v']);
    expect(merged?.bd_rate.psnr_yuv.percent).toBeCloseTo((2 * -12 + 3 * -6) / 5, 6);
    expect(merged?.sets).toMatchObject({ tune: { clips: 5 }, validate: { clips: 1 } });
  });

  it('is a failure without a mean where any shard was lost, and says which', () => {
    const merged = mergeShards(PLANNED, [measured(0), FAILED, measured(2), MISSING]);

    expect(merged).toMatchObject({
      status: 'partial',
      failure: { class: 'out-of-memory', message: 'shard 1 of 4: it was killed' },
      bd_rate: { psnr_yuv: { percent: null } },
    });
    expect(merged?.clips).toHaveLength(3);
  });

  it('is a failure where shards were measured with different programs', () => {
    const { environment } = givenResult(PLANNED);
    const other = measured(1, -10, { environment: { ...environment, ffmpeg_sha256: 'e'.repeat(64) } });

    expect(mergeShards(PLANNED, [measured(0), other, measured(2), measured(3)])).toMatchObject({
      status: 'partial',
      failure: { class: 'infrastructure', message: expect.stringContaining('ffmpeg_sha256') },
    });
  });

  it('given any of them lost, never has fewer clips and a mean', () => {
    const count = shardsOf(SPEC)?.count ?? 0;
    fc.assert(
      fc.property(fc.array(fc.boolean(), { minLength: count, maxLength: count }), (isThere) => {
        const found = isThere.map((there, shard) => (there ? measured(shard) : FAILED));
        const merged = mergeShards(PLANNED, found);
        if (isThere.every(Boolean)) expect(merged?.status).toBe('succeeded');
        else expect(merged?.bd_rate.psnr_yuv.percent ?? null).toBeNull();
      }),
    );
  });
});
