import { PRICES } from '../prices.ts';

/** Days after which a price table is not to be trusted without a look. */
export const STALE_DAYS = 180;

/** Whole days since the prices were noted; negative where the clock stands before that day. */
export function priceAgeDays(now: Date): number {
  return Math.floor((now.getTime() - Date.parse(PRICES.notedOn)) / 86_400_000);
}

/** What to say of an old table; undefined while it is young enough. */
export function stalePrices(now: Date): string | undefined {
  const days = priceAgeDays(now);
  return days <= STALE_DAYS
    ? undefined
    : `the prices were noted on ${PRICES.notedOn}, ${days} days ago: look at lambdas/shared/prices.ts before you trust a cap`;
}
