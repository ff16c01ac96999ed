import type * as z from 'zod';
import { TIERS } from './names.ts';
import type { Tier } from './record.ts';

/** Tier of a BD-rate in percent: 90 % fewer bits than the anchor is a BD-rate of -90 or less. */
export function tierOf(bdRatePercent: number | null): z.output<typeof Tier> {
  const reached = TIERS.find((saving) => bdRatePercent !== null && bdRatePercent <= -saving);
  return reached === undefined ? 'in progress' : (String(reached) as '90' | '70' | '50');
}
