import { expect, it } from 'vitest';
import { storedBytes } from '../../../lambdas/shared/stored-bytes.ts';
import { givenPlanned } from '../recorder/given.ts';
import { givenResult } from '../recorder/given-result.ts';

const result = givenResult(givenPlanned());
const figuresOf = (value: unknown) => Buffer.byteLength(JSON.stringify(value));

/** The result with every point of the test and of the anchor changed alike. */
function withPoints(test: object, anchor: object, kept: boolean) {
  return {
    ...result,
    clips: result.clips.map((clip) => ({
      ...clip,
      points: clip.points.map((point) => ({ ...point, ...test })),
      anchor: { ...clip.anchor, kept, points: clip.anchor.points.map((point) => ({ ...point, ...anchor })) },
    })),
  };
}
const inStore = (bitstream_bytes: number, side_bytes = 0) => ({
  ...{ bitstream_key: 'bitstreams/a.clb', kept: false, bitstream_bytes, side_bytes },
});

it('an experiment leaves its bitstreams with their side files, its own anchors and the figures of all', () => {
  const measured = withPoints(inStore(1000, 50), inStore(2000), false);
  const own = measured.clips.flatMap(({ points }) => points);
  const anchors = measured.clips.flatMap(({ anchor }) => anchor.points);

  expect(own.length).toBeGreaterThan(1);
  expect(storedBytes(measured)).toBe(
    own.length * 1050 + anchors.length * 2000 + figuresOf(measured) + figuresOf([...own, ...anchors]),
  );
});

it('what an earlier experiment kept, and bitstreams that nobody kept, are not counted again', () => {
  const measured = withPoints({ ...inStore(1000), kept: true }, inStore(2000), true);
  expect(storedBytes(measured)).toBe(figuresOf(measured) + figuresOf([]));
  const unkept = withPoints({ bitstream_key: null, kept: false, bytes: 1000 }, inStore(2000), true);
  const own = unkept.clips.flatMap(({ points }) => points);
  expect(storedBytes(unkept)).toBe(figuresOf(unkept) + figuresOf(own));
});

it('sizes that cannot be stay within what a table holds', () => {
  expect(storedBytes(withPoints(inStore(Number.MAX_SAFE_INTEGER), {}, true))).toBe(1e12);
});
