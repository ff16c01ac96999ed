import type { EncoderSpace } from '../../lambdas/shared/space.ts';
import { CONVENTIONAL_SPACE } from './conventional/space.ts';

/** What may vary in each strategy. The planner reads this and nothing else of the codecs. */
export const SPACES: Readonly<Record<'conventional', readonly EncoderSpace[]>> = {
  conventional: CONVENTIONAL_SPACE,
};

/** Space of an encoder, or undefined for an unknown one. */
export function findEncoderSpace(encoder: string): EncoderSpace | undefined {
  return Object.values(SPACES)
    .flat()
    .find((space) => space.encoder === encoder);
}
