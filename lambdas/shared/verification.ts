import * as z from 'zod';
import { SCHEMAS } from './names.ts';
import { Isolation } from './result.ts';

/** A stored value and what came out when it was computed again, both as text; `absent` where there is none. */
export const Difference = z.strictObject({
  /** Where in result.json, for example `clips[0].points[2].bytes`; below `row` for the experiment's row. */
  path: z.string(),
  stored: z.string(),
  again: z.string(),
});
export type Difference = z.output<typeof Difference>;

/** Something that was recorded of the machine and is otherwise where it was verified. */
export const Surrounding = z.strictObject({ name: z.string(), recorded: z.string(), here: z.string() });
export type Surrounding = z.output<typeof Surrounding>;

/** What came of decoding an experiment's stored bitstreams and computing all of its figures again. */
export const Verification = z.object({
  schema: z.literal(SCHEMAS.verification),
  result_key: z.string(),
  experiment_id: z.string(),
  /** Bitstreams that were decoded again. */
  bitstreams: z.int(),
  /** Stored values that were computed again. */
  checked: z.int(),
  /** Stored values that cannot be: times, the controls, and what the encoder's program said of itself. */
  unchecked: z.int(),
  /** Whether the experiment's row was held against the result; false for a measurement, which has none. */
  row: z.boolean(),
  differences: z.array(Difference),
  surroundings: z.array(Surrounding),
  isolation: Isolation,
  wall_seconds: z.number(),
});
export type Verification = z.output<typeof Verification>;
