import * as z from 'zod';
import { StrategyName } from './strategy-name.ts';

/** The encoder in rows: absent, the strategy is the conventional one, as in all rows from before there were others. */
export const StoredEncoder = {
  strategy: StrategyName.optional(),
  encoder: z.string(),
};
