import * as z from 'zod';
import { StoredEncoder } from '../configured.ts';
import { ClipScene } from '../scene-features.ts';

/** What one experiment came to on each clip. */
export const ContestantRates = z.strictObject({
  experiment_id: z.string(),
  ...StoredEncoder,
  /** Mean BD-rate (PSNR-YUV) over all tune clips, percent. */
  bd_rate_percent: z.number(),
  /** Of each clip of the memory, in its order; null where it has none. */
  rates: z.array(z.number().nullable()),
});
export type ContestantRates = z.output<typeof ContestantRates>;

/**
 * The tune clips with their features, and of each encoder of each strategy the experiment with the lowest mean: rates of one
 * experiment over all clips, so that none is the luckiest of many for one clip.
 */
export const SceneMemory = z.strictObject({
  /** At most 32. */
  clips: z.array(z.strictObject({ name: z.string(), scene: ClipScene })),
  /** Lowest mean first, at most 12. */
  best: z.array(ContestantRates),
});
export type SceneMemory = z.output<typeof SceneMemory>;
