import * as z from 'zod';
import { STRATEGIES } from './names.ts';

/** The encoder in rows: absent, the strategy is the conventional one, as in all rows from before there were others. */
export const StoredEncoder = {
  strategy: z.enum(STRATEGIES).optional(),
  encoder: z.string(),
};
