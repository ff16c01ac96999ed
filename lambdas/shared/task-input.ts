import * as z from 'zod';
import { ExperimentSpec } from './spec.ts';

/** One configuration to be measured by itself: no campaign, no row, no verdict. */
export const MeasureInput = z.strictObject({
  /** Names the result's folder below `measurements/`. */
  id: z.string().regex(/^[a-z0-9-]{1,80}$/),
  /** Read by the task itself, which says what is not allowed in it. */
  spec: ExperimentSpec,
});
export type MeasureInput = z.output<typeof MeasureInput>;

/** A stored result whose bitstreams are to be decoded and whose figures are to be computed again. */
export const VerifyInput = z.strictObject({
  result_key: z.string().min(1).max(512),
  /** The experiment's row as it is stored, to be held against the result; null for a measurement, which has none. */
  row: z.unknown(),
});
export type VerifyInput = z.output<typeof VerifyInput>;
