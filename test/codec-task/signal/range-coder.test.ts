import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AdaptiveBit } from '../../../codec-task/signal/adaptive-bit.ts';
import { CostCounter } from '../../../codec-task/signal/cost-counter.ts';
import { RangeDecoder } from '../../../codec-task/signal/range-decoder.ts';
import { RangeEncoder } from '../../../codec-task/signal/range-encoder.ts';
import {
  type BitReader,
  type BitWriter,
  getNumber,
  getSigned,
  NumberModel,
  putNumber,
  putSigned,
} from '../../../codec-task/signal/symbols.ts';

/** A decision: its bit, and which of four models it is coded by; 4 is none. */
const decisions = fc.array(fc.tuple(fc.nat(1), fc.nat(4)), { maxLength: 3000 });
/** Long runs of one bit make the range small and its low end carry. */
const runs = fc
  .array(fc.tuple(fc.nat(1), fc.integer({ min: 1, max: 400 })), { maxLength: 12 })
  .map((parts) =>
    parts.flatMap(([bit, length]) => Array.from({ length }, () => [bit, 0] as [number, number])),
  );

function models(): AdaptiveBit[] {
  return Array.from({ length: 4 }, () => new AdaptiveBit());
}

function write(writer: BitWriter, list: readonly (readonly [number, number])[]): void {
  const own = models();
  for (const [bit, index] of list) {
    const model = own[index];
    if (model === undefined) writer.putPlain(bit);
    else writer.put(bit, model);
  }
}

function read(reader: BitReader, list: readonly (readonly [number, number])[]): number[] {
  const own = models();
  return list.map(([, index]) => {
    const model = own[index];
    return model === undefined ? reader.getPlain() : reader.get(model);
  });
}

describe('the range coder', () => {
  it.each([
    ['any decisions', decisions],
    ['long runs', runs],
  ])('given %s, gives them back', (_name, arbitrary) => {
    fc.assert(
      fc.property(arbitrary, (list) => {
        const encoder = new RangeEncoder();
        write(encoder, list);
        const decoder = new RangeDecoder(encoder.finish());
        expect(read(decoder, list)).toEqual(list.map(([bit]) => bit));
      }),
      { numRuns: 300 },
    );
  });

  it('given any decisions, takes what the cost counter says, and two bytes more at most', () => {
    fc.assert(
      fc.property(fc.oneof(decisions, runs), (list) => {
        const encoder = new RangeEncoder();
        const counter = new CostCounter();
        write(encoder, list);
        write(counter, list);
        const bits = encoder.finish().length * 8;
        expect(bits).toBeLessThanOrEqual(counter.bits * 1.002 + 16);
      }),
    );
  });

  it('given 2,000 decisions of which one in 50 is 1, takes less than a quarter of a bit each', () => {
    const encoder = new RangeEncoder();
    const list = Array.from({ length: 2000 }, (_, index) => [index % 50 === 0 ? 1 : 0, 0] as const);
    write(encoder, list);
    expect(encoder.finish().length * 8).toBeLessThan(500);
  });

  it('given any bytes instead of a stream, reads decisions all the same', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), decisions, (bytes, list) => {
        const decoder = new RangeDecoder(bytes);
        for (const bit of read(decoder, list)) expect([0, 1]).toContain(bit);
      }),
    );
  });
});

describe('numbers', () => {
  it('given whole and signed numbers, come back as they were', () => {
    const numbers = fc.array(fc.tuple(fc.nat(2 ** 17 - 2), fc.integer({ min: -5000, max: 5000 })));
    fc.assert(
      fc.property(numbers, (list) => {
        const encoder = new RangeEncoder();
        const [whole, signed] = [new NumberModel(), new NumberModel()];
        for (const [a, b] of list) {
          putNumber(encoder, whole, a);
          putSigned(encoder, signed, b);
        }
        const decoder = new RangeDecoder(encoder.finish());
        const [whole2, signed2] = [new NumberModel(), new NumberModel()];
        for (const [a, b] of list) {
          expect(getNumber(decoder, whole2)).toBe(a);
          expect(getSigned(decoder, signed2)).toBe(b);
        }
      }),
    );
  });
});
