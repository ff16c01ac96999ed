import { encoderName, type StrategyEncoder } from '../shared/encoder-name.ts';
import { type EncoderSpace, findSpace } from '../shared/space.ts';
import type { Configuration } from '../shared/spec.ts';
import { costKey } from '../shared/summary.ts';
import { PRIORS } from './priors.ts';

/** The encoder whose priors hold: a space's own, else that which it expects to be like. */
export function priorName(space: Pick<EncoderSpace, 'strategy' | 'encoder' | 'expected'>): string {
  return space.expected?.encoder ?? encoderName(space);
}

/** Whether anything is known of an encoder before it is measured. */
export function hasPrior(spaces: readonly EncoderSpace[], named: StrategyEncoder): boolean {
  const space = findSpace(spaces, named);
  const name = space === undefined ? encoderName(named) : priorName(space);
  return Object.keys(PRIORS).some((key) => key.startsWith(`${name}/`));
}

/** BD-rate in percent and CPU seconds that are expected of a configuration before anything is measured. */
export function priorOf(
  spaces: readonly EncoderSpace[],
  configuration: Configuration,
): (typeof PRIORS)[string] | undefined {
  const expected = findSpace(spaces, configuration)?.expected;
  if (expected === undefined) return PRIORS[costKey(configuration)];
  const like = PRIORS[costKey({ encoder: expected.encoder, parameters: configuration.parameters })];
  if (like === undefined) return undefined;
  const { ratePercent, costFactor } = expected;
  // Of what is left, (1 + r / 100) of the anchor's bits, so many percent more or fewer.
  const bdRate = like.bdRate + (1 + like.bdRate / 100) * ratePercent;
  return { ...like, bdRate, cpuSeconds: like.cpuSeconds * costFactor };
}
