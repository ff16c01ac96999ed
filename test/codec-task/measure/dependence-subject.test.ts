import { describe, expect, it } from 'vitest';
import { dependenceSubject } from '../../../codec-task/measure/dependence-subject.ts';
import type { ClipResult } from '../../../lambdas/shared/result.ts';

const clip = (frames_sha256: string, width: number, ...bytes: number[]) =>
  ({
    source: { name: frames_sha256, frames_sha256, width, height: 96 },
    points: bytes.map((each) => ({
      bytes: each,
      quality_control: 30,
      bitstream_key: `${frames_sha256}-${each}`,
    })),
  }) as ClipResult;
const keysOf = (...clips: ClipResult[]) => {
  const subject = dependenceSubject(clips);
  return [subject?.point.bitstream_key, subject?.swapped?.bitstream_key];
};

describe('what is tampered with', () => {
  it('is the smallest bitstream of the first clip, swapped for one of another clip of its size', () => {
    expect(keysOf(clip('a', 128, 9, 7, 8), clip('b', 64, 3), clip('c', 128, 6, 5))).toEqual(['a-7', 'c-5']);
  });

  it('is swapped for one of another size where there is no other', () => {
    expect(keysOf(clip('a', 128, 9), clip('b', 64, 3))).toEqual(['a-9', 'b-3']);
  });

  it('is never swapped for a bitstream of the same frames', () => {
    expect(keysOf(clip('a', 128, 9), clip('a', 128, 3))).toEqual(['a-9', undefined]);
    expect(keysOf()).toEqual([undefined, undefined]);
  });
});
