import { agreement } from '../agreement.ts';
import { CHECK_NAMES, type CheckName } from '../checks.ts';
import { refused } from '../rate-distortion/bd-rate.ts';
import { meanBdRates } from '../rate-distortion/bd-rates.ts';
import type { Agreement, BdRates, ClipResult, ExperimentResult, Flag, SetResult } from '../result.ts';
import { isScreenedOut } from '../screening.ts';
import type { ExperimentSpec } from '../spec.ts';
import { resultsOf, setResult } from './clip-sets.ts';
import { bitsFingerprint, scoresFingerprint } from './fingerprints.ts';
import { flagsOf } from './flags.ts';
import { meanOperatingPoint } from './mean-operating-point.ts';

/** What a result says beyond its clips. */
export type Conclusions = Pick<
  ExperimentResult,
  | 'bd_rate'
  | 'operating_point'
  | 'anchor_operating_point'
  | 'sets'
  | 'agreement'
  | 'flags'
  | 'checks'
  | 'fingerprint'
  | 'scores_fingerprint'
>;

const NO_CLIPS: SetResult = {
  clips: 0,
  bd_rate: meanBdRates([]),
  bd_rate_strong: null,
  worst_clip: null,
  interval: null,
};

/** What conclusions depend on beside the clips. */
export interface Circumstances {
  readonly spec: Pick<ExperimentSpec, 'replicate_of'>;
  /** Whether the spec asks for the anchor itself, whose bits are then no repetition. */
  readonly isAnchor: boolean;
  readonly checks: ReadonlySet<CheckName>;
  readonly isolation: string;
  readonly screening: ExperimentResult['screening'];
}

/** Of an experiment that came to its end: all but `sets` speaks of the tune clips alone. */
export function conclusions(
  { spec, isAnchor, checks, isolation, screening }: Circumstances,
  clips: readonly ClipResult[],
): Conclusions {
  const [tune, validate, sealed] = [
    resultsOf(clips, 'tune'),
    resultsOf(clips, 'validate'),
    resultsOf(clips, 'sealed'),
  ] as const;
  const endedEarly = isScreenedOut({ screening });
  const wholeResult = setResult(tune) ?? NO_CLIPS;
  const tuneResult = endedEarly ? withoutBdRate(wholeResult) : wholeResult;
  const agreed = agreement(tuneResult.bd_rate);
  const flags = flagsOf({ spec, isAnchor }, tune, agreed, checks);
  return {
    bd_rate: tuneResult.bd_rate,
    operating_point: meanOperatingPoint(tune.map((clip) => clip.operating_point)),
    anchor_operating_point: meanOperatingPoint(tune.map((clip) => clip.anchor.operating_point)),
    sets: { tune: tuneResult, validate: setResult(validate), sealed: setResult(sealed) },
    agreement: agreed,
    flags,
    checks: passedChecks({ checks, flags, isolation, agreed }),
    fingerprint: bitsFingerprint(tune),
    scores_fingerprint: scoresFingerprint(tune),
  };
}

/** Of an experiment that did not: what was measured until then stands in its clips and is concluded nothing from. */
export function noConclusions(): Conclusions {
  return {
    bd_rate: NO_CLIPS.bd_rate,
    operating_point: meanOperatingPoint([]),
    anchor_operating_point: meanOperatingPoint([]),
    flags: [],
    checks: [],
    fingerprint: null,
    scores_fingerprint: null,
  };
}

/** Two points on some clips are no BD-rate of the tune clips, and the reason is what ended the experiment. */
function withoutBdRate(tune: SetResult): SetResult {
  const names = Object.keys(tune.bd_rate) as (keyof BdRates)[];
  const refusals = names.map((name) => [name, tune.bd_rate[name] && refused('screened-out', null)]);
  return { ...tune, bd_rate: Object.fromEntries(refusals) as BdRates, worst_clip: null, interval: null };
}

/** Every check that ran and found nothing, in the order of their list. */
function passedChecks({
  checks,
  flags,
  isolation,
  agreed,
}: Pick<Circumstances, 'checks' | 'isolation'> & {
  readonly flags: readonly Flag[];
  readonly agreed: Agreement;
}): CheckName[] {
  const found = new Set<CheckName>(flags.map(({ check }) => check));
  // Without namespaces there is no wall, and the decoy alone shows that nothing was read behind it.
  if (isolation === 'none') found.add('isolated-decode');
  // A family without a BD-rate has said nothing that the other could have contradicted.
  if (agreed.verdict === 'unknown') found.add('two-families');
  return CHECK_NAMES.filter((name) => checks.has(name) && !found.has(name));
}
