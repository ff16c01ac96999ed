import type { EncoderSpace, ParameterSpace } from '../../../lambdas/shared/space.ts';
import { CONVENTIONAL_SPACE } from '../conventional/space.ts';

/** Encoders that a base layer is coded by: the best of each generation that were measured. */
const BASES: readonly string[] = ['libx265', 'libsvtav1', 'libaom-av1'];

/** What the restoration adds to the parameters of its base layer. */
export const RESTORATION_SPACE = {
  neighbours: {
    kind: 'choice',
    values: [2, 4],
    default: 4,
    ordered: true,
    about: 'decoded pictures that a restored one looks at beside itself; more gain, more decoding time',
  },
} as const satisfies Record<string, ParameterSpace>;

/** A conventional base layer with a fitted restoration. */
export const HYBRID_SPACE: readonly EncoderSpace[] = CONVENTIONAL_SPACE.filter(({ encoder }) =>
  BASES.includes(encoder),
).map((base) => ({
  ...base,
  strategy: 'hybrid',
  parameters: { ...base.parameters, ...RESTORATION_SPACE },
}));
