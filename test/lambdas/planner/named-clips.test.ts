import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { partedClips } from '../../../lambdas/planner/named-clips.ts';
import { clipsOfShard, shardsOf } from '../../../lambdas/shared/shards.ts';
import type { ClipReference, ClipSet, ExperimentSpec } from '../../../lambdas/shared/spec.ts';

const clip = (index: number, set: ClipSet = 'tune', length = 8): ClipReference => {
  const name = String(index).padStart(length, 'x');
  return { kind: 'stored', name, key: `campaigns/mine/clips/${name}`, set };
};
const some = (count: number, length?: number) =>
  Array.from({ length: count }, (_none, index) => clip(index, 'tune', length));
const setOf = ({ set = 'tune' }: ClipReference) => set;

describe("a campaign's clips in a spec", () => {
  it.each([
    ['32 with names of 22', some(32, 22)],
    ['16 with names of 80', some(16, 80)],
  ])('given %s, are all named', (_case, given) => {
    expect(partedClips('mine', given, 32)).toEqual({ named: given, further: undefined });
  });

  it('given more than a task measures, are named as far as one task goes, and the others are in a list', () => {
    const given = [...some(10), clip(10, 'validate'), clip(11, 'sealed')];
    const { named, further } = partedClips('mine', given, 4);

    expect(named).toEqual([...given.slice(0, 4), ...given.slice(10)]);
    expect(further?.list).toEqual(given.slice(4, 10));
    expect(further?.reference).toMatchObject({ count: 6, per_task: 4 });
    expect(further?.reference.key).toContain(further?.reference.sha256);
  });

  it('given names that leave no room in a row, are named as far as they fit', () => {
    const { named, further } = partedClips('mine', some(32, 80), 32);

    expect(named.length).toBeGreaterThan(10);
    expect(named.length + (further?.list.length ?? 0)).toBe(32);
  });

  it('given more held out than a row can name, are refused', () => {
    const heldOut = Array.from({ length: 40 }, (_none, index) => clip(index + 1, 'validate'));

    expect(() => partedClips('mine', [clip(0), ...heldOut], 32)).toThrow(
      /campaign mine holds 40 clips out, which take \d+ bytes .* remove some/,
    );
  });

  it('given any, each is measured by exactly one shard, and no shard has more than a task measures or none', () => {
    const sets = fc.array(fc.constantFrom<ClipSet>('tune', 'tune', 'tune', 'validate', 'sealed'), {
      minLength: 2,
      maxLength: 60,
    });
    fc.assert(
      fc.property(sets, fc.integer({ min: 1, max: 32 }), fc.boolean(), (given, perTask, confirm) => {
        fc.pre(given.includes('tune') && given.filter((set) => set !== 'tune').length < 20);
        const clips = given.map((set, index) => clip(index, set));
        const { named, further } = partedClips('mine', clips, perTask);
        const spec = {
          clips: [...named],
          ...(further && { further_clips: further.reference }),
          ...(confirm && { confirm: true as const }),
        } satisfies Partial<ExperimentSpec>;
        const shards = shardsOf(spec);
        if (shards === undefined) {
          expect(named).toEqual(clips);
          return;
        }
        const parts = Array.from({ length: shards.count }, (_none, shard) =>
          clipsOfShard(spec, further?.list ?? [], shard),
        );
        const measured = parts.flat();
        const wanted = clips.filter((each) => confirm || setOf(each) !== 'sealed');
        expect(new Set(measured)).toEqual(new Set(wanted));
        expect(measured).toHaveLength(wanted.length);
        expect(parts.every(({ length }) => length > 0)).toBe(true);
        expect(parts.slice(0, shards.tune).every(({ length }) => length <= perTask)).toBe(true);
        expect(clipsOfShard(spec, further?.list ?? [], shards.count)).toEqual([]);
      }),
    );
  });
});
