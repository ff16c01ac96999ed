import fc from 'fast-check';
import { expect, it } from 'vitest';
import { InvalidBitstreamError } from '../../../../codec-task/codecs/conventional/header.ts';
import { ivfFile, ivfPackets } from '../../../../codec-task/codecs/conventional/ivf.ts';

/** An IVF file as the format describes it: 32 bytes, then each packet behind its size and its time. */
function ivf(packets: readonly Uint8Array[]): Buffer {
  const head = Buffer.alloc(32);
  head.write('DKIF');
  const framed = packets.flatMap((packet, index) => {
    const frame = Buffer.alloc(12);
    frame.writeUInt32LE(packet.length, 0);
    frame.writeBigUInt64LE(BigInt(index), 4);
    return [frame, packet];
  });
  return Buffer.concat([head, ...framed]);
}
const lists = fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 8 });
const plain = (packets: readonly Uint8Array[]) => packets.map((packet) => [...packet]);

it('gives the packets of a file and nothing of the container', () => {
  fc.assert(
    fc.property(lists, (packets) => {
      expect(plain(ivfPackets(ivf(packets)))).toEqual(plain(packets));
    }),
  );
});

it('writes a file that holds the same packets', () => {
  fc.assert(
    fc.property(lists, (packets) => {
      const file = ivfFile(packets, { fourcc: 'AV01', width: 64, height: 48 });
      expect(plain(ivfPackets(file))).toEqual(plain(packets));
    }),
  );
});

it('refuses a file that is cut inside a packet or a frame header', () => {
  const packets = [new Uint8Array(5), new Uint8Array(7)];
  const whole = ivf(packets);
  const ends = [32, 32 + 12 + 5, whole.length];
  for (let length = 0; length < whole.length; length++) {
    if (ends.includes(length)) continue;
    expect(() => ivfPackets(whole.subarray(0, length))).toThrow(InvalidBitstreamError);
  }
});

it('refuses what is no IVF file', () => {
  expect(() => ivfPackets(Buffer.from('RIFF'.padEnd(64)))).toThrow('no IVF file');
});
