/** Most that a similarity comes to in dB: an error of 1e-6. */
const CAP = 60;

/** A similarity from 0 to 1 in dB: -10 log10(1 - s), at most 60. */
export function decibel(similarity: number): number {
  return Math.min(CAP, -10 * Math.log10(Math.max(1e-6, 1 - similarity)));
}
