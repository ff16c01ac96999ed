import type { StrategyEncoder } from '../../lambdas/shared/encoder-name.ts';
import type { Strategy } from '../../lambdas/shared/names.ts';
import { type EncoderSpace, findSpace } from '../../lambdas/shared/space.ts';
import { AUTO_SPACE } from './auto/space.ts';
import { CONVENTIONAL_SPACE } from './conventional/space.ts';
import { HYBRID_SPACE } from './hybrid/space.ts';

/** What may vary in each strategy that can be run. The planner is given these and sees nothing else of the codecs. */
export const SPACES = {
  conventional: CONVENTIONAL_SPACE,
  hybrid: HYBRID_SPACE,
  auto: AUTO_SPACE,
} as const satisfies Partial<Readonly<Record<Strategy, readonly EncoderSpace[]>>>;

/** The spaces of all strategies. */
export const ALL_SPACES: readonly EncoderSpace[] = Object.values(SPACES).flat();

/** Declared space of an encoder of a strategy; undefined for an unknown one. */
export function findEncoderSpace(named: StrategyEncoder): EncoderSpace | undefined {
  return findSpace(ALL_SPACES, named);
}
