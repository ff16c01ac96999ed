import { InvalidBitstreamError } from './header.ts';

const FILE_HEADER = 32;
const FRAME_HEADER = 12;

/** What an IVF file's header tells beside its packets. */
export interface IvfHeader {
  readonly fourcc: 'AV01' | 'VP90';
  readonly width: number;
  readonly height: number;
}

/**
 * The packets of an IVF file.
 * @throws InvalidBitstreamError on a file that is cut or is no IVF.
 */
export function ivfPackets(file: Uint8Array): Uint8Array[] {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.length);
  if (bytes.length < FILE_HEADER || bytes.toString('latin1', 0, 4) !== 'DKIF')
    throw new InvalidBitstreamError('the stream is no IVF file');
  const packets: Uint8Array[] = [];
  let offset = FILE_HEADER;
  while (offset < bytes.length) {
    if (offset + FRAME_HEADER > bytes.length)
      throw new InvalidBitstreamError('the IVF file ends inside a frame header');
    const start = offset + FRAME_HEADER;
    const end = start + bytes.readUInt32LE(offset);
    if (end > bytes.length) throw new InvalidBitstreamError('the IVF file ends inside a packet');
    packets.push(bytes.subarray(start, end));
    offset = end;
  }
  return packets;
}

/** An IVF file of packets, one for each frame; its times are the packets' places. */
export function ivfFile(packets: readonly Uint8Array[], { fourcc, width, height }: IvfHeader): Uint8Array {
  const header = Buffer.alloc(FILE_HEADER);
  header.write('DKIF', 'latin1');
  header.writeUInt16LE(FILE_HEADER, 6);
  header.write(fourcc, 8, 'latin1');
  header.writeUInt16LE(width, 12);
  header.writeUInt16LE(height, 14);
  header.writeUInt32LE(25, 16);
  header.writeUInt32LE(1, 20);
  header.writeUInt32LE(packets.length, 24);
  const framed = packets.flatMap((packet, index) => {
    const frame = Buffer.alloc(FRAME_HEADER);
    frame.writeUInt32LE(packet.length);
    frame.writeBigUInt64LE(BigInt(index), 4);
    return [frame, packet];
  });
  return Buffer.concat([header, ...framed]);
}
