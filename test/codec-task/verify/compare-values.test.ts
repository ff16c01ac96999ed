import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CANNOT_BE_RECOMPUTED, compareValues, TOLERANCE } from '../../../codec-task/verify/compare-values.ts';

/** JSON as a result has it, with finite numbers. */
const json = fc.letrec((tie) => ({
  value: fc.oneof({ depthSize: 'small' }, tie('leaf'), tie('list'), tie('object')),
  leaf: fc.oneof(
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.string(),
    fc.boolean(),
    fc.constant(null),
  ),
  list: fc.array(tie('value'), { maxLength: 4 }),
  object: fc.dictionary(fc.stringMatching(/^[a-z]{1,6}$/), tie('value'), {
    maxKeys: 4,
    noNullPrototype: true,
  }),
})).value;

/** Every leaf of a value with its path as the comparison spells it. */
function leavesOf(value: unknown, path = ''): string[] {
  if (Array.isArray(value)) return value.flatMap((inner, index) => leavesOf(inner, `${path}[${index}]`));
  if (value !== null && typeof value === 'object')
    return Object.entries(value).flatMap(([name, inner]) =>
      leavesOf(inner, path === '' ? name : `${path}.${name}`),
    );
  return [path];
}

function changed(value: unknown, target: string, path = ''): unknown {
  if (Array.isArray(value)) return value.map((inner, index) => changed(inner, target, `${path}[${index}]`));
  if (value !== null && typeof value === 'object')
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => [
        name,
        changed(inner, target, path === '' ? name : `${path}.${name}`),
      ]),
    );
  return path === target
    ? { number: 'another', string: 7, boolean: 'neither', object: 0 }[typeof value as 'number']
    : value;
}

describe('stored values against recomputed ones', () => {
  it('are all checked and none differs when they are the same', () => {
    fc.assert(
      fc.property(json, (value) => {
        const { checked, unchecked, differences } = compareValues(value, structuredClone(value), '');
        expect(differences).toEqual([]);
        expect({ checked, unchecked }).toEqual({ checked: leavesOf(value).length, unchecked: 0 });
      }),
    );
  });

  it('name the one value that was changed, wherever it is', () => {
    fc.assert(
      fc.property(
        json.filter((value) => leavesOf(value).length > 0),
        fc.nat(),
        (value, pick) => {
          const paths = leavesOf(value);
          const path = paths[pick % paths.length] ?? '';
          const { differences } = compareValues(changed(value, path), value, '');
          expect(differences.map((difference) => difference.path)).toEqual([path]);
        },
      ),
    );
  });

  it.each([
    ['a metric within the tolerance', 31.5, 31.5 + 0.9 * TOLERANCE, 0],
    ['a metric beyond it', 31.5, 31.5 + 2 * TOLERANCE, 1],
    ['a byte more', 4711, 4712, 1],
    ['a hash', 'ab12', 'ab13', 1],
    ['a figure where there is none', null, 31.5, 1],
    ['none where there is a figure', 31.5, null, 1],
    ['text for a figure', '31.5', 31.5, 1],
    ['no number for a number', Number.NaN, 31.5, 1],
  ])('given %s, differ or not', (_, stored, again, count) => {
    expect(compareValues({ value: stored }, { value: again }, '').differences).toHaveLength(count);
  });

  it('that nothing was recomputed for differ, unless it is said that they cannot be', () => {
    expect(compareValues({ bytes: 1, extra: { a: 1, b: 2 } }, { bytes: 1 }, 'clips[0]').differences).toEqual([
      { path: 'clips[0].extra', stored: '{"a":1,"b":2}', again: 'absent' },
    ]);
    const again = { bytes: 1, extra: CANNOT_BE_RECOMPUTED };
    expect(compareValues({ bytes: 1, extra: { a: 1, b: 2 } }, again, '')).toEqual({
      checked: 1,
      unchecked: 2,
      differences: [],
    });
  });

  it('differ in the length of a list', () => {
    expect(compareValues([1, 2, 3], [1, 2], 'points').differences).toEqual([
      { path: 'points.length', stored: '3', again: '2' },
    ]);
  });
});
