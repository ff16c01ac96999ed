/** Largest code of a scale: 15 times 2^16. */
export const LARGEST_CODE = 8 * 20 - 1;

/** Whole numbers in steps of an eighth of an octave, 1 to 983,040, exact on every machine. @param code 0 to 159 */
export function scaleOf(code: number): number {
  return ((8 + (code & 7)) << (code >> 3)) >> 3;
}

/** The code of the largest scale not above a number. */
export function codeOf(value: number): number {
  let code = 0;
  while (code < LARGEST_CODE && scaleOf(code + 1) <= value) code++;
  return code;
}
