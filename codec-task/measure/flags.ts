import type { CheckName } from '../../lambdas/shared/checks.ts';
import type { Agreement, ClipResult, Flag, RatePoint } from '../../lambdas/shared/result.ts';
import {
  type Configuration,
  canonicalJson,
  type ExperimentSpec,
  type Parameters,
} from '../../lambdas/shared/spec.ts';
import { findEncoderSpace } from '../codecs/spaces.ts';
import { ANCHOR } from './anchor.ts';

/** What does not fail an experiment and should not be overlooked. */
export function flagsOf(
  spec: Pick<ExperimentSpec, 'strategy' | 'encoder' | 'parameters' | 'replicate_of'>,
  clips: readonly ClipResult[],
  agreement: Agreement,
  checks: ReadonlySet<CheckName>,
): Flag[] {
  const flags: Flag[] = [];
  if (checks.has('duplicate-output') && spec.replicate_of === undefined && !isAnchor(spec)) {
    const repeated = clips.filter(hasAnchorBits).map(({ source }) => source.name);
    if (repeated.length > 0)
      flags.push({
        check: 'duplicate-output',
        message: `the bitstreams on ${repeated.join(', ')} are the anchor's, bit for bit: what the configuration changes has no effect there`,
      });
  }
  if (checks.has('two-families') && agreement.verdict === 'metric disagreement')
    flags.push({
      check: 'two-families',
      message: `the families of metrics do not agree: ${agreement.sentence}`,
    });
  return flags;
}

/** Whether a spec asks for the anchor itself, defaults written out or not. */
function isAnchor(spec: Pick<ExperimentSpec, 'strategy' | 'encoder' | 'parameters'>): boolean {
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

/**
 * Whether a clip's bitstreams are the anchor's: every one of them, or every one at a quality that both were asked for. A
 * ladder of more points than the anchor's has some that the anchor has nothing beside.
 */
function hasAnchorBits({ points, anchor }: ClipResult): boolean {
  const bits = new Set(anchor.points.map((point) => point.bitstream_sha256));
  const controls = new Set(anchor.points.map((point) => point.quality_control));
  const isAnchors = (some: readonly RatePoint[]) =>
    some.length > 0 && some.every((point) => bits.has(point.bitstream_sha256));
  return isAnchors(points) || isAnchors(points.filter((point) => controls.has(point.quality_control)));
}
