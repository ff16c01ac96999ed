import { createHash } from 'node:crypto';

/** Eight bytes that stand for a payload which the bitstream does not hold. */
export function nameOf(payload: Uint8Array): Buffer {
  return createHash('sha256').update(payload).digest().subarray(0, 8);
}
