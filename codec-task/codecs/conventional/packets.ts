import { InvalidBitstreamError } from './header.ts';

/** Bytes of a length at most: 4 x 7 bits hold 268 MB, more than any packet has. */
const LONGEST_LENGTH = 4;

/** Packets one after the other, each behind its length as an unsigned LEB128 number (AV1 specification, 4.10.5). */
export function writePackets(packets: readonly Uint8Array[]): Uint8Array {
  return Buffer.concat(packets.flatMap((packet) => [length(packet.length), packet]));
}

/** The packets again. @throws InvalidBitstreamError on lengths that do not end where the bytes do. */
export function readPackets(bytes: Uint8Array): Uint8Array[] {
  const packets: Uint8Array[] = [];
  let offset = 0;
  while (offset < bytes.length) {
    const { value, next } = readLength(bytes, offset);
    if (value === 0) throw new InvalidBitstreamError(`packet ${packets.length} is empty`);
    if (next + value > bytes.length)
      throw new InvalidBitstreamError(`it ends inside packet ${packets.length}`);
    packets.push(bytes.subarray(next, next + value));
    offset = next + value;
  }
  return packets;
}

function length(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  do {
    bytes.push((rest & 0x7f) | (rest > 0x7f ? 0x80 : 0));
    rest >>>= 7;
  } while (rest > 0);
  return Uint8Array.from(bytes);
}

function readLength(bytes: Uint8Array, start: number): { value: number; next: number } {
  let value = 0;
  for (let index = 0; index < LONGEST_LENGTH; index++) {
    const byte = bytes[start + index];
    if (byte === undefined) throw new InvalidBitstreamError("it ends inside a packet's length");
    value |= (byte & 0x7f) << (7 * index);
    if ((byte & 0x80) === 0) return { value, next: start + index + 1 };
  }
  throw new InvalidBitstreamError(`a packet's length has more than ${LONGEST_LENGTH} bytes`);
}
