import { HEADER_BYTES, InvalidBitstreamError } from '../conventional/header.ts';
import {
  beginsReducedClip,
  type ReducedClip,
  readReducedClip,
  writeReducedClip,
} from './reduction/reduced-clip.ts';

/** A hybrid bitstream taken apart. */
export interface HybridBitstream {
  /** How decoded pictures are restored; empty: not at all. */
  readonly restoration: Uint8Array;
  /** What of the clip the base layer leaves out; absent: nothing. */
  readonly reduced?: ReducedClip;
  /** A whole conventional bitstream. */
  readonly base: Uint8Array;
}

const MAGIC = 'CLR';
const VERSION = 3;
/** Magic, version, and the length of the restoration. */
const OWN_HEADER_BYTES = 6;
const LONGEST_RESTORATION = 0xffff;

/** Magic 3, version 1, length of the restoration 2 (big endian), the restoration, what was left out if anything was, the base layer's bitstream. */
export function writeHybrid({ restoration, reduced, base }: HybridBitstream): Uint8Array {
  if (restoration.length > LONGEST_RESTORATION)
    throw new InvalidBitstreamError(`its restoration of ${restoration.length} bytes is too long`);
  const head = Buffer.alloc(OWN_HEADER_BYTES);
  head.write(MAGIC, 'latin1');
  head.writeUInt8(VERSION, 3);
  head.writeUInt16BE(restoration.length, 4);
  return Buffer.concat([head, restoration, ...(reduced ? [writeReducedClip(reduced)] : []), base]);
}

/** @throws InvalidBitstreamError */
export function readHybrid(bitstream: Uint8Array): HybridBitstream {
  const bytes = Buffer.from(bitstream.buffer, bitstream.byteOffset, bitstream.length);
  if (bytes.length < OWN_HEADER_BYTES || bytes.toString('latin1', 0, 3) !== MAGIC)
    throw new InvalidBitstreamError(`its first three bytes are not ${MAGIC}`);
  const version = bytes.readUInt8(3);
  if (version !== VERSION)
    throw new InvalidBitstreamError(`it has version ${version}; this program reads version ${VERSION}`);
  const end = OWN_HEADER_BYTES + bytes.readUInt16BE(4);
  if (bytes.length < end)
    throw new InvalidBitstreamError(`it ends after ${bytes.length} bytes, within its restoration`);
  const restoration = bytes.subarray(OWN_HEADER_BYTES, end);
  if (!beginsReducedClip(bytes[end])) return { restoration, base: bytes.subarray(end) };
  const { clip, length } = readReducedClip(bytes.subarray(end));
  return { restoration, reduced: clip, base: bytes.subarray(end + length) };
}

/** Bytes of a hybrid bitstream that are not the base layer's own stream: headers and what is done to its pictures. */
export function sideInformationBytes(bitstream: Uint8Array): number {
  return bitstream.length - readHybrid(bitstream).base.length + HEADER_BYTES;
}
