import { AdaptiveBit } from '../../../signal/adaptive-bit.ts';
import { RangeDecoder } from '../../../signal/range-decoder.ts';
import { RangeEncoder } from '../../../signal/range-encoder.ts';
import { getRestoration, putRestoration } from '../restoration/coding.ts';
import type { Restoration } from '../restoration/description.ts';
import type { SwitchGrid } from '../restoration/switch-coding.ts';

/** What a picture between two is made of, in the order in which the kernel names it: both, moved, or one as it is. */
export const KINDS = ['both', 'earlier', 'later'] as const;
export type Kind = (typeof KINDS)[number];

/** How the pictures are made that a base layer left out. */
export interface Interpolation {
  /** Of each. */
  readonly kinds: readonly Kind[];
  /** Fitted to these pictures alone; absent: not worth its bits. */
  readonly restoration?: Restoration | undefined;
}

/** A description of an interpolation as range-coded bytes; `readInterpolation` takes them back. */
export function writeInterpolation({ kinds, restoration }: Interpolation, grid: SwitchGrid): Uint8Array {
  const encoder = new RangeEncoder();
  const isOfOne = new AdaptiveBit();
  for (const kind of kinds) {
    encoder.put(kind === 'both' ? 0 : 1, isOfOne);
    if (kind !== 'both') encoder.putPlain(kind === 'later' ? 1 : 0);
  }
  encoder.putPlain(restoration ? 1 : 0);
  if (restoration) putRestoration(encoder, restoration, grid);
  return encoder.finish();
}

/**
 * @param pictures how many were left out
 * @throws InvalidBitstreamError
 */
export function readInterpolation(bytes: Uint8Array, pictures: number, grid: SwitchGrid): Interpolation {
  const decoder = new RangeDecoder(bytes);
  const isOfOne = new AdaptiveBit();
  const readKind = () =>
    decoder.get(isOfOne) === 0 ? 'both' : decoder.getPlain() === 1 ? 'later' : 'earlier';
  const kinds = Array.from({ length: pictures }, readKind);
  const restoration = decoder.getPlain() === 1 ? getRestoration(decoder, pictures, grid) : undefined;
  return { kinds, restoration };
}
