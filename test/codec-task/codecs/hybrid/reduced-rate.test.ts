import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SourceFrames } from '../../../../codec-task/codecs/codec.ts';
import { readHybrid, writeHybrid } from '../../../../codec-task/codecs/hybrid/bitstream.ts';
import { hybridDecoder } from '../../../../codec-task/codecs/hybrid/decode.ts';
import { hybridCodec } from '../../../../codec-task/codecs/hybrid/hybrid.ts';
import {
  KINDS,
  readInterpolation,
  writeInterpolation,
} from '../../../../codec-task/codecs/hybrid/reduction/interpolation.ts';
import {
  codedPictures,
  codedSide,
  omittedPictures,
  placeOf,
  RATIOS,
} from '../../../../codec-task/codecs/hybrid/reduction/reduction.ts';
import { Restorer, type Share } from '../../../../codec-task/codecs/hybrid/restoration/restorer.ts';
import { frameBytes } from '../../../../codec-task/media/frames.ts';
import type { Parameters } from '../../../../lambdas/shared/spec.ts';
import { decodeWith, encodeWith, HARD_CLIPS, render, squaredError, TEXTURE } from '../coding-ground.ts';

const encode = (source: SourceFrames, qualityControl: number, parameters: Parameters = {}) =>
  encodeWith(
    hybridCodec('libx265', { preset: 'superfast', neighbours: 2, frame_step: 2, ...parameters }),
    source,
    qualityControl,
  );
const decode = (bitstream: Uint8Array, source: SourceFrames) => decodeWith(hybridDecoder, bitstream, source);

describe('what a base layer leaves out', () => {
  it('given any number of pictures, is every second one and neither the first nor the last', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), (pictures) => {
        const coded = Array.from({ length: codedPictures(pictures, 2) }, (_, index) =>
          placeOf(index, pictures, 2),
        );
        expect(coded[0]).toBe(0);
        expect(coded.at(-1)).toBe(pictures - 1);
        for (const [index, place] of coded.slice(1).entries())
          expect([1, 2]).toContain(place - (coded[index] ?? 0));
        expect(coded.length + omittedPictures(pictures, 2)).toBe(pictures);
      }),
    );
  });

  it('given any even side, is of the ratio of a side that is no smaller, and at most a few samples larger', () => {
    fc.assert(
      fc.property(fc.integer({ min: 8, max: 4096 }), fc.constantFrom(...RATIOS), (half, ratio) => {
        const side = codedSide(2 * half, ratio);
        expect(side % 2).toBe(0);
        const covered = (side * ratio.whole) / ratio.coded;
        expect(covered).toBeGreaterThanOrEqual(2 * half);
        if (side > 64) expect(covered).toBeLessThan(2 * half + 4);
      }),
    );
  });

  it('given any kinds of pictures, comes back from its bytes as it was', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...KINDS), { maxLength: 60 }), (kinds) => {
        const grid = { columns: 2, lines: 2 };
        const bytes = writeInterpolation({ kinds }, grid);
        expect(readInterpolation(bytes, kinds.length, grid)).toEqual({ kinds, restoration: undefined });
      }),
    );
  });
});

describe('making the pictures of a clip', () => {
  it('given to two in turn, comes to the same pictures as given to one', async () => {
    const source = await render(TEXTURE, { width: 98, height: 70 }, 6);
    const decoded = await readFile(source.path);
    const size = frameBytes(source);
    const all = { frames: 11, interpolation: { kinds: KINDS.concat('both', 'both') } };
    const made = async (share?: Share) => {
      const restorer = await Restorer.open(source, undefined, share, all);
      const frames = new Map<number, string>();
      for (let index = 0; index < 6; index++)
        for (const picture of restorer.push(decoded.subarray(index * size, (index + 1) * size)))
          frames.set(picture.index, Buffer.from(picture.frame).toString('base64'));
      for (const { index, frame } of restorer.finish())
        frames.set(index, Buffer.from(frame).toString('base64'));
      return frames;
    };
    const [whole, even, odd] = [
      await made(),
      await made({ remainder: 0, of: 2 }),
      await made({ remainder: 1, of: 2 }),
    ];
    expect([...whole.keys()]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(new Map([...even, ...odd])).toEqual(whole);
    expect([...odd.keys()]).toEqual([1, 3, 5, 7, 9]);
    expect(whole.get(3)).toBe(whole.get(2));
    expect(whole.get(5)).toBe(whole.get(6));
  });
});

describe('a base layer of half the frame rate', () => {
  it.each(HARD_CLIPS)(
    'given %s, decodes as many frames, and the same twice',
    async (...[, filter, size, frames]) => {
      const source = await render(filter, size, frames);
      const { bytes, left } = await encode(source, 30);
      expect(left).toEqual(['bitstream.clb']);
      expect(readHybrid(bytes).reduced).toMatchObject({ frames, step: 2 });
      const decoded = await decode(bytes, source);
      expect(decoded.frames).toHaveLength(frames);
      expect((await decode(bytes, source)).sha256).toBe(decoded.sha256);
      const grey = decoded.frames.map((frame) => Buffer.alloc(frame.length, 128));
      expect(await squaredError(decoded.frames, source)).toBeLessThan(await squaredError(grey, source));
    },
  );

  it('given a picture that moves evenly, makes those between better than their neighbours stand in for them', async () => {
    const source = await render(
      'testsrc2=size=320x160:rate=1,loop=loop=-1:size=1,crop=128:96:x=4*n:y=8',
      { width: 128, height: 96 },
      7,
    );
    const { bytes } = await encode(source, 12);
    const { frames } = await decode(bytes, source);
    const wanted = await readFile(source.path);
    const size = frameBytes(source);
    const lumaError = (one: Uint8Array, index: number) => {
      let sum = 0;
      for (let at = 0; at < source.width * source.height; at++)
        sum += ((one[at] ?? 0) - (wanted[index * size + at] ?? 0)) ** 2;
      return sum;
    };
    for (const index of [1, 3, 5])
      expect(lumaError(frames[index] as Buffer, index)).toBeLessThan(
        0.2 * lumaError(frames[index - 1] as Buffer, index),
      );
  });

  it('given reduced size too, decodes as many frames', async () => {
    const source = await render('testsrc2=size=SIZE:rate=25', { width: 98, height: 70 }, 6);
    const { bytes } = await encode(source, 30, { scale: 0.5 });
    expect(readHybrid(bytes).reduced).toMatchObject({ step: 2, ratio: { coded: 1, whole: 2 } });
    expect((await decode(bytes, source)).frames).toHaveLength(6);
  });

  it('given what tells of the pictures between damaged, fails by name or gives as many frames, and never hangs', async () => {
    const source = await render('testsrc2=size=SIZE:rate=25', { width: 128, height: 96 }, 7);
    const { bytes } = await encode(source, 34);
    const { restoration, reduced, base } = readHybrid(bytes);
    if (reduced === undefined) throw new Error('nothing was left out');
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 60 }), async (interpolation) => {
        const damaged = writeHybrid({ restoration, reduced: { ...reduced, interpolation }, base });
        const outcome = await decode(damaged, source).catch((error: Error) => error.name);
        if (typeof outcome === 'string') expect(outcome).toBe('DecodeFailed');
        else expect(outcome.frames).toHaveLength(7);
      }),
      { numRuns: 10, endOnFailure: true },
    );
    const few = writeHybrid({ restoration, reduced: { ...reduced, frames: 9 }, base });
    await expect(decode(few, source)).rejects.toMatchObject({ name: 'DecodeFailed' });
  });
});
