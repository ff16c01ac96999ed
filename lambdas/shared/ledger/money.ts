/** Millionths of a dollar: whole numbers add up exactly in whatever order they come. */
export type MicroUsd = number;

const MICRO = 1_000_000;
/** A map that was stored long ago or by hand may hold anything. */
const MOST_USD = 1_000_000;

/** Rounded up, so that a sum of many small amounts never falls below the truth. @param usd 0 to a million */
export function microUsd(usd: number): MicroUsd {
  if (!Number.isFinite(usd) || usd < 0 || usd > MOST_USD)
    throw new RangeError(`${usd} USD is no amount that the ledger can hold; 0 to ${MOST_USD} is`);
  return Math.ceil(usd * MICRO - 1e-6);
}

export function usd(amount: MicroUsd): number {
  return amount / MICRO;
}
