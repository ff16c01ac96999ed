import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvalidBitstreamError } from '../../../../codec-task/codecs/conventional/header.ts';
import { readHybrid, writeHybrid } from '../../../../codec-task/codecs/hybrid/bitstream.ts';

describe('a hybrid bitstream', () => {
  it('given a restoration and a base layer, gives both back', () => {
    const bytes = fc.uint8Array({ maxLength: 300 });
    fc.assert(
      fc.property(bytes, bytes, (restoration, base) => {
        const again = readHybrid(writeHybrid({ restoration, base }));
        expect(Uint8Array.from(again.restoration)).toEqual(restoration);
        expect(Uint8Array.from(again.base)).toEqual(base);
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
