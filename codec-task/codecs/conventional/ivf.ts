import { InvalidBitstreamError } from './header.ts';

const FILE_HEADER = 32;
const FRAME_HEADER = 12;

/**
 * Sum of the packets in an IVF file, without its 32-byte file header and the 12 bytes before each packet.
 * @throws InvalidBitstreamError on a file that is cut or is no IVF.
 */
export function ivfPacketBytes(file: Uint8Array): number {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.length);
  if (bytes.length < FILE_HEADER || bytes.toString('latin1', 0, 4) !== 'DKIF')
    throw new InvalidBitstreamError('the stream is no IVF file');
  let sum = 0;
  let offset = FILE_HEADER;
  while (offset < bytes.length) {
    if (offset + FRAME_HEADER > bytes.length)
      throw new InvalidBitstreamError('the IVF file ends inside a frame header');
    const size = bytes.readUInt32LE(offset);
    offset += FRAME_HEADER + size;
    if (offset > bytes.length) throw new InvalidBitstreamError('the IVF file ends inside a packet');
    sum += size;
  }
  return sum;
}
