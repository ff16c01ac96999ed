import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvalidBitstreamError } from '../../../../codec-task/codecs/conventional/header.ts';
import { readHybrid, writeHybrid } from '../../../../codec-task/codecs/hybrid/bitstream.ts';
import { RATIOS } from '../../../../codec-task/codecs/hybrid/reduction/reduction.ts';

const BYTES = fc.uint8Array({ maxLength: 300 });
/** A base layer begins with a letter. */
const BASE = BYTES.map((bytes) => Uint8Array.of(0x43, ...bytes));

describe('a hybrid bitstream', () => {
  it('given a restoration and a base layer, gives both back', () => {
    fc.assert(
      fc.property(BYTES, BASE, (restoration, base) => {
        const again = readHybrid(writeHybrid({ restoration, base }));
        expect(Uint8Array.from(again.restoration)).toEqual(restoration);
        expect(Uint8Array.from(again.base)).toEqual(base);
        expect(again.reduced).toBeUndefined();
      }),
    );
  });

  it('given what the base layer leaves out too, gives it back', () => {
    const side = fc.integer({ min: 8, max: 4096 }).map((half) => 2 * half);
    const reduced = fc.record({
      ...{ ratio: fc.constantFrom(...RATIOS), step: fc.constantFrom(1 as const, 2 as const) },
      ...{ width: side, height: side, frames: fc.nat(2 ** 32 - 1), upscaling: BYTES, interpolation: BYTES },
    });
    fc.assert(
      fc.property(BYTES, reduced, BASE, (restoration, clip, base) => {
        const bytes = writeHybrid({ restoration, reduced: clip, base });
        const again = readHybrid(bytes);
        expect(Uint8Array.from(again.base)).toEqual(base);
        expect({
          ...again.reduced,
          upscaling: Uint8Array.from(again.reduced?.upscaling ?? []),
          interpolation: Uint8Array.from(again.reduced?.interpolation ?? []),
        }).toEqual(clip);
        const cut = bytes.length - base.length - 1;
        expect(() => readHybrid(bytes.subarray(0, cut))).toThrow(InvalidBitstreamError);
      }),
    );
  });

  it('given any other bytes, refuses them by name', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        expect(() => readHybrid(bytes)).toThrow(InvalidBitstreamError);
      }),
    );
  });

  it('given one that is cut off within its restoration, refuses it', () => {
    const whole = writeHybrid({ restoration: new Uint8Array(20), base: new Uint8Array() });
    expect(() => readHybrid(whole.subarray(0, 10))).toThrow('ends after 10 bytes');
  });
});
