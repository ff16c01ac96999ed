import { InvalidBitstreamError } from '../conventional/header.ts';

/** Strategies that may be chosen, by the number that signals them. */
export const CHOSEN_STRATEGIES = ['conventional', 'hybrid'] as const;
export type ChosenStrategy = (typeof CHOSEN_STRATEGIES)[number];

/** A bitstream of a chosen strategy, and which that is. */
export interface AutoBitstream {
  readonly strategy: ChosenStrategy;
  readonly chosen: Uint8Array;
}

const MAGIC = 'CLA';
const VERSION = 1;
/** Magic, version, and the strategy's number. */
export const OWN_HEADER_BYTES = 5;

/** Magic 3, version 1, strategy 1, then the whole bitstream of that strategy. */
export function writeAuto({ strategy, chosen }: AutoBitstream): Uint8Array {
  const head = Buffer.alloc(OWN_HEADER_BYTES);
  head.write(MAGIC, 'latin1');
  head.writeUInt8(VERSION, 3);
  head.writeUInt8(CHOSEN_STRATEGIES.indexOf(strategy), 4);
  return Buffer.concat([head, chosen]);
}

/** @throws InvalidBitstreamError */
export function readAuto(bitstream: Uint8Array): AutoBitstream {
  const bytes = Buffer.from(bitstream.buffer, bitstream.byteOffset, bitstream.length);
  if (bytes.length < OWN_HEADER_BYTES || bytes.toString('latin1', 0, 3) !== MAGIC)
    throw new InvalidBitstreamError(`its first three bytes are not ${MAGIC}`);
  const version = bytes.readUInt8(3);
  if (version !== VERSION)
    throw new InvalidBitstreamError(`it has version ${version}; this program reads version ${VERSION}`);
  const strategy = CHOSEN_STRATEGIES[bytes.readUInt8(4)];
  if (strategy === undefined) throw new InvalidBitstreamError(`strategy ${bytes.readUInt8(4)} is unknown`);
  return { strategy, chosen: bytes.subarray(OWN_HEADER_BYTES) };
}
