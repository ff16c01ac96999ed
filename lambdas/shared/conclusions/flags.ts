import type { CheckName } from '../checks.ts';
import type { Agreement, ClipResult, Flag, RatePoint } from '../result.ts';
import type { ExperimentSpec } from '../spec.ts';

/** What does not fail an experiment and should not be overlooked. */
export function flagsOf(
  { spec, isAnchor }: { readonly spec: Pick<ExperimentSpec, 'replicate_of'>; readonly isAnchor: boolean },
  clips: readonly ClipResult[],
  agreement: Agreement,
  checks: ReadonlySet<CheckName>,
): Flag[] {
  const flags: Flag[] = [];
  if (checks.has('duplicate-output') && spec.replicate_of === undefined && !isAnchor) {
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
