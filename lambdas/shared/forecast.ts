import * as z from 'zod';

/** A forecast of a measurement as three quantiles, in the measurement's unit. */
export const Forecast = z.strictObject({ p10: z.number(), p50: z.number(), p90: z.number() });
export type Forecast = z.output<typeof Forecast>;
