import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvalidBitstreamError } from '../../../../codec-task/codecs/conventional/header.ts';
import { readPackets, writePackets } from '../../../../codec-task/codecs/conventional/packets.ts';

const packets = fc.array(fc.uint8Array({ minLength: 1, maxLength: 300 }), { maxLength: 8 });
const plain = (list: readonly Uint8Array[]) => list.map((packet) => [...packet]);

/** The packets, or undefined for bytes that are refused; anything else is thrown. */
function readOrRefuse(bytes: Uint8Array): Uint8Array[] | undefined {
  try {
    return readPackets(bytes);
  } catch (error) {
    if (error instanceof InvalidBitstreamError) return undefined;
    throw error;
  }
}

describe('packets behind their lengths', () => {
  it('given any packets, are read as they were written', () => {
    fc.assert(
      fc.property(packets, (list) => {
        expect(plain(readPackets(writePackets(list)))).toEqual(plain(list));
      }),
    );
  });

  it('cost one byte up to 127 bytes, two up to 16383, three above', () => {
    const cost = (size: number) => writePackets([new Uint8Array(size)]).length - size;
    expect([1, 127, 128, 16_383, 16_384].map(cost)).toEqual([1, 1, 2, 2, 3]);
  });

  it('cut anywhere, are refused or give fewer packets', () => {
    fc.assert(
      fc.property(packets, fc.nat(), (list, at) => {
        const whole = writePackets(list);
        fc.pre(whole.length > 0);
        const read = readOrRefuse(whole.subarray(0, at % whole.length));
        if (read !== undefined) expect(plain(read)).toEqual(plain(list.slice(0, read.length)));
        if (read !== undefined) expect(read.length).toBeLessThan(list.length);
      }),
    );
  });

  it('with a flipped bit, are refused or give other packets', () => {
    fc.assert(
      fc.property(packets, fc.nat(), fc.nat(7), (list, at, bit) => {
        const bytes = Buffer.from(writePackets(list));
        fc.pre(bytes.length > 0);
        const place = at % bytes.length;
        bytes[place] = (bytes[place] as number) ^ (1 << bit);
        const read = readOrRefuse(bytes);
        if (read !== undefined) expect(plain(read)).not.toEqual(plain(list));
      }),
    );
  });

  it('given any bytes, end and give no more bytes than there are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        const read = readOrRefuse(bytes) ?? [];
        const given = read.reduce((sum, packet) => sum + packet.length, 0);
        expect(given).toBeLessThanOrEqual(bytes.length);
        expect(read.every((packet) => packet.length > 0)).toBe(true);
      }),
    );
  });

  it.each([
    [[0], 'packet 0 is empty'],
    [[1, 9, 3, 9], 'ends inside packet 1'],
    [[0x80], "ends inside a packet's length"],
    [[0x80, 0x80, 0x80, 0x80, 1], 'more than 4 bytes'],
  ])('given %j, say what is wrong', (bytes, sentence) => {
    expect(() => readPackets(Uint8Array.from(bytes))).toThrow(sentence);
  });
});
