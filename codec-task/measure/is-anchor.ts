import {
  type Configuration,
  canonicalJson,
  type ExperimentSpec,
  type Parameters,
} from '../../lambdas/shared/spec.ts';
import { findEncoderSpace } from '../codecs/spaces.ts';
import { ANCHOR } from './anchor.ts';

/** Whether a spec asks for the anchor itself, defaults written out or not. */
export function isAnchor(spec: Pick<ExperimentSpec, 'strategy' | 'encoder' | 'parameters'>): boolean {
  const same = (a: Parameters, b: Parameters) => canonicalJson(a) === canonicalJson(b);
  return (
    spec.strategy === ANCHOR.strategy &&
    spec.encoder === ANCHOR.encoder &&
    same(withDefaults(spec), withDefaults(ANCHOR))
  );
}

function withDefaults({ parameters, ...named }: Configuration): Parameters {
  const defaults = Object.entries(findEncoderSpace(named)?.parameters ?? {}).map(
    ([name, parameter]) => [name, parameter.default] as const,
  );
  return { ...Object.fromEntries(defaults), ...parameters };
}
