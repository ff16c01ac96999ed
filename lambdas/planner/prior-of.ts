import { findEncoderSpace } from '../../codec-task/codecs/spaces.ts';
import { encoderName, type StrategyEncoder } from '../shared/encoder-name.ts';
import type { Configuration } from '../shared/spec.ts';
import { costKey } from '../shared/summary.ts';
import { PRIORS } from './priors.ts';

/** The encoder whose priors hold: one's own, else that which the space expects it to be like. */
export function priorName(named: StrategyEncoder): string {
  return findEncoderSpace(named)?.expected?.encoder ?? encoderName(named);
}

/** Whether anything is known of an encoder before it is measured. */
export function hasPrior(named: StrategyEncoder): boolean {
  const name = priorName(named);
  return Object.keys(PRIORS).some((key) => key.startsWith(`${name}/`));
}

/** BD-rate in percent and CPU seconds that are expected of a configuration before anything is measured. */
export function priorOf(configuration: Configuration): (typeof PRIORS)[string] | undefined {
  const expected = findEncoderSpace(configuration)?.expected;
  if (expected === undefined) return PRIORS[costKey(configuration)];
  const like = PRIORS[costKey({ encoder: expected.encoder, parameters: configuration.parameters })];
  return like && { ...like, cpuSeconds: like.cpuSeconds * expected.costFactor };
}
