import { FEWEST_FOR_INTERVAL } from './interval.ts';

/** Clips up to which every combination of signs is counted; 65,536 of them. */
const MOST_FOR_EXACT = 16;
/** Combinations that are drawn beyond that. */
const DRAWS = 65_536;
/** Sums that differ by rounding alone are equal. */
const ROUNDING = 1e-12;

/**
 * Two-sided p-value of the sign-flip test (Fisher's randomisation test for paired differences): the share of all ways to
 * give each clip's difference a sign whose sum is at least as far from 0 as the measured one. Exact up to 16 clips; beyond
 * that over a fixed set of draws, so that equal values always give the same p. Null under six clips, where it cannot fall
 * below 5 %.
 */
export function signFlipProbability(differences: readonly number[]): number | null {
  if (differences.length < FEWEST_FOR_INTERVAL) return null;
  const scale = differences.reduce((sum, value) => sum + Math.abs(value), 0);
  const least = Math.abs(differences.reduce((sum, value) => sum + value, 0)) - ROUNDING * scale;
  const exact = differences.length <= MOST_FOR_EXACT;
  const total = exact ? 2 ** differences.length : DRAWS;
  const bits = exact ? countedBits() : drawnBits();
  let atLeast = 0;
  for (let combination = 0; combination < total; combination++) {
    const signs = bits(combination, differences.length);
    const sum = differences.reduce((partial, value, index) => partial + (signs(index) ? value : -value), 0);
    if (Math.abs(sum) >= least) atLeast++;
  }
  // The measured signs are one of the combinations, also where the draws have missed it.
  return exact ? atLeast / total : (atLeast + 1) / (total + 1);
}

type Signs = (index: number) => boolean;

function countedBits(): (combination: number) => Signs {
  return (combination) => (index) => ((combination >> index) & 1) === 1;
}

/** Bits of a fixed sequence (Marsaglia's xorshift with 13, 17, 5). */
function drawnBits(): (combination: number, count: number) => Signs {
  let state = 0x9e3779b9;
  const next = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state < 0;
  };
  return (_combination, count) => {
    const signs = Array.from({ length: count }, next);
    return (index) => signs[index] === true;
  };
}
