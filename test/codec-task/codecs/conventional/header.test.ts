import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type BitstreamHeader,
  HEADER_BYTES,
  InvalidBitstreamError,
  readHeader,
  STREAM_FORMATS,
  UPSCALERS,
  writeHeader,
} from '../../../../codec-task/codecs/conventional/header.ts';

const sides = fc.integer({ min: 8, max: 4096 }).map((half) => 2 * half);
const whole = fc.integer({ min: 1, max: 0xffffffff });
const headers = fc
  .record({
    format: fc.constantFrom(...STREAM_FORMATS),
    bitDepth: fc.constantFrom(8 as const, 10 as const),
    upscaler: fc.constantFrom(...UPSCALERS),
    sides: fc.tuple(sides, sides, sides, sides),
    frames: whole,
    rate: fc.tuple(whole, whole),
  })
  .map(
    ({ sides: [a, b, c, d], rate, ...rest }): BitstreamHeader => ({
      ...rest,
      fps: rate.join('/'),
      ...{ width: Math.max(a, b), codedWidth: Math.min(a, b) },
      ...{ height: Math.max(c, d), codedHeight: Math.min(c, d) },
    }),
  );

describe("the bitstream's header", () => {
  it('given any header, reads back what was written, whatever follows it', () => {
    fc.assert(
      fc.property(headers, fc.uint8Array(), (header, stream) => {
        const written = writeHeader(header);
        expect(written.length).toBe(HEADER_BYTES);
        expect(readHeader(Buffer.concat([written, stream]))).toEqual(header);
      }),
    );
  });

  it('given a header that is cut, refuses it', () => {
    fc.assert(
      fc.property(headers, fc.nat(HEADER_BYTES - 1), (header, length) => {
        expect(() => readHeader(writeHeader(header).subarray(0, length))).toThrow(InvalidBitstreamError);
      }),
    );
  });

  it('given any bytes, either refuses them or reads what writes the same bytes', () => {
    const damaged = fc
      .tuple(headers, fc.nat(HEADER_BYTES - 1), fc.integer({ min: 1, max: 255 }))
      .map(([header, position, flip]) => {
        const bytes = Buffer.from(writeHeader(header));
        bytes[position] = (bytes[position] ?? 0) ^ flip;
        return bytes;
      });
    fc.assert(
      fc.property(damaged, (bytes) => {
        let header: BitstreamHeader;
        try {
          header = readHeader(bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidBitstreamError);
          return;
        }
        expect(Buffer.from(writeHeader(header))).toEqual(bytes);
      }),
    );
  });

  it.each([
    [0, 0x4d, 'first three bytes'],
    [3, 1, 'version 1; this program reads version 2'],
    [4, 4, 'stream format 4 is unknown'],
    [5, 12, 'bit depth 12'],
    [6, 3, 'upscaler 3 is unknown'],
    [8, 0x61, 'not even'],
    [12, 0x62, 'coded size 98x64 exceeds its size 96x64'],
    [18, 0, 'number of frames is 0'],
  ])('given byte %i = %i, says what is wrong', (position, value, sentence) => {
    const header = { format: 'av1', bitDepth: 8, upscaler: 'lanczos', frames: 8, fps: '30/1' } as const;
    const bytes = writeHeader({ ...header, width: 96, height: 64, codedWidth: 96, codedHeight: 64 });
    bytes[position] = value;
    expect(() => readHeader(bytes)).toThrow(sentence);
  });
});
