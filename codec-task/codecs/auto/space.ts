import type { EncoderSpace, ParameterSpace } from '../../../lambdas/shared/space.ts';
import { CONVENTIONAL_SPACE } from '../conventional/space.ts';
import { RESTORATION_SPACE } from '../hybrid/space.ts';

/** Encoders between whose variants there is something to choose, as far as was measured. */
const BASES: readonly string[] = ['libsvtav1'];

/**
 * Three encodes and a fit in the place of one encode, two quick encodes to learn what a bit is worth, and the decodes: 76 for
 * 27 CPU seconds at preset 3 (mean over five real clips of 90 frames). Quicker presets leave the rest more of a share.
 */
const COST_FACTOR = 3;

/** Bits that it saves at equal quality, percent, on the same clips at preset 3: 3.8 by restoring, 0.7 more by the choice. */
const RATE_PERCENT = -4.5;

/** What the choice adds to the parameters of its encodes. */
export const CHOICE_SPACE = {
  neighbours: RESTORATION_SPACE.neighbours,
} as const satisfies Record<string, ParameterSpace>;

/** For each clip and rate point the candidate of least measured cost. */
export const AUTO_SPACE: readonly EncoderSpace[] = CONVENTIONAL_SPACE.filter(({ encoder }) =>
  BASES.includes(encoder),
).map((base) => ({
  ...base,
  strategy: 'auto',
  expected: { encoder: 'libsvtav1', costFactor: COST_FACTOR, ratePercent: RATE_PERCENT },
  parameters: { ...base.parameters, ...CHOICE_SPACE },
}));
