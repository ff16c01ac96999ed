import { agreement } from './agreement.ts';
import { meanRates, ratesAgainst } from './rates-against.ts';
import type { MeasureRates, Promotion, ValidateClip } from './record.ts';
import type { Agreement, BdRates } from './result.ts';
import { arithmeticMean } from './statistics/averages.ts';
import { FEWEST_FOR_INTERVAL, pairedInterval } from './statistics/interval.ts';

/** Least mean gain over the validate clips, percent of the rate. */
const LEAST_GAIN_PERCENT = 1;

/** What an experiment came to against the anchor, as far as promotion needs it. */
export interface Standing {
  readonly experimentId: string;
  /** Means over the tune clips. */
  readonly tune: MeasureRates;
  /** Null where the validate clips were not measured. */
  readonly validate: readonly ValidateClip[] | null;
}

/** A candidate and what it has to beat. */
export interface Contest {
  readonly candidate: Standing;
  /** Null: nothing but the anchor. */
  readonly champion: Standing | null;
  /** The campaign's validate clips: place in the spec's clips and name. */
  readonly validateClips: readonly { readonly clip: number; readonly name: string }[];
  /** What measuring the same again may differ by, percent of the rate. */
  readonly noisePercent: number;
}

export interface Ruling {
  /** `no candidate`: not better on the tune clips, so that there was nothing to decide. */
  readonly decision: Promotion['decision'] | 'no candidate';
  readonly reason: string;
  /** Under six validate clips a promotion is provisional: no interval says what chance could have done. */
  readonly provisional: boolean;
  /** Promoted on the tune clips alone, because the campaign has no others. */
  readonly unvalidated: boolean;
}

/**
 * Whether a candidate becomes champion. It must be better than the champion (the anchor, where there is none) in both
 * families of metrics, on the mean of the tune clips and then on the validate clips, which had no part in the search: under
 * six of these on every single one, by at least 1 % on average and more than twice the noise; from six on by an interval
 * over clips that excludes 0. Differences are of rates, (1 + b) / (1 + a) - 1, since percentages of different bases do not
 * subtract.
 */
export function ruleOn(contest: Contest): Ruling {
  const { candidate, champion, validateClips } = contest;
  const rival = champion === null ? 'the anchor' : champion.experimentId;
  const tuneRates = ratesAgainst(candidate.tune, champion?.tune);
  const tune = agreement(tuneRates);
  const fewerBits = (tuneRates.psnr_yuv.percent ?? 0) < 0;
  const fault = [tune, agreement(ratesAgainst(candidate.tune, undefined))].find(
    ({ verdict }) => verdict !== 'better',
  );
  if (fault !== undefined)
    return ruling(
      fewerBits && fault.verdict === 'metric disagreement' ? fault.verdict : 'no candidate',
      `${fault.verdict} on the tune clips against ${fault === tune ? rival : 'the anchor'}: ${fault.sentence}`,
    );
  if (validateClips.length === 0)
    return {
      ...ruling(
        'promoted',
        `better than ${rival} on the tune clips in both families of metrics; provisional and unvalidated, because the campaign has no clip to validate on`,
      ),
      unvalidated: true,
    };
  const onClips = validateRival(contest);
  const pairs = pairsOf(contest, onClips.rates);
  if ('missing' in pairs) return ruling('not validated', pairs.missing);
  const objection = pairs.length < FEWEST_FOR_INTERVAL ? everyClip(pairs, contest) : overClips(pairs);
  if (objection !== undefined)
    return ruling('over-fitted to the tune clips', `against ${onClips.name} ${objection}`);
  return {
    ...ruling('promoted', promotedWords(pairs, onClips.name)),
    provisional: pairs.length < FEWEST_FOR_INTERVAL,
  };
}

function ruling(decision: Ruling['decision'], reason: string): Ruling {
  return { decision, reason: reason.slice(0, 600), provisional: true, unvalidated: false };
}

/** One validate clip as a rate of the candidate against its rival. */
interface Pair {
  readonly name: string;
  readonly rates: BdRates;
  readonly percent: number;
  readonly agreed: Agreement;
}

/**
 * Whom a candidate has to beat on the validate clips. A champion of before there were such clips was not measured on them:
 * then it is the anchor, on all of them, so that one mean never mixes two rivals.
 */
function validateRival({ champion, validateClips }: Contest): {
  readonly name: string;
  readonly rates: readonly ValidateClip[] | null;
} {
  if (champion === null) return { name: 'the anchor', rates: null };
  const { experimentId, validate } = champion;
  const isMeasured = validateClips.every(({ clip }) => validate?.some((each) => each.clip === clip));
  return isMeasured
    ? { name: experimentId, rates: validate }
    : { name: `the anchor (${experimentId} was not measured on all validate clips)`, rates: null };
}

function pairsOf(
  { candidate, validateClips }: Contest,
  rival: readonly ValidateClip[] | null,
): Pair[] | { missing: string } {
  if (candidate.validate === null) return { missing: 'its validate clips were not measured' };
  const pairs: Pair[] = [];
  for (const { clip, name } of validateClips) {
    const own = candidate.validate.find((each) => each.clip === clip);
    if (own === undefined) return { missing: `validate clip ${name} was not measured` };
    const rates = ratesAgainst(
      own,
      rival?.find((each) => each.clip === clip),
    );
    const { percent } = rates.psnr_yuv;
    if (percent === null) return { missing: `there is no BD-rate on validate clip ${name}` };
    const agreed = agreement(rates);
    if (agreed.verdict === 'unknown')
      return { missing: `validate clip ${name} does not tell of both families (${agreed.sentence})` };
    pairs.push({ name, rates, percent, agreed });
  }
  return pairs;
}

/** Why few clips do not carry a promotion; undefined when they do. */
function everyClip(pairs: readonly Pair[], { noisePercent }: Contest): string | undefined {
  const worse = pairs.find(({ agreed }) => agreed.verdict !== 'better');
  if (worse !== undefined)
    return `validate clip ${worse.name} is ${worse.agreed.verdict} (${worse.agreed.sentence})`;
  const mean = meanOf(pairs);
  if (mean > -LEAST_GAIN_PERCENT)
    return `the mean over the validate clips is ${signed(mean)}, and at least -${LEAST_GAIN_PERCENT} % is asked for`;
  if (mean >= -2 * noisePercent)
    return `the mean over the validate clips is ${signed(mean)}, within twice the noise of ${noisePercent.toFixed(2)} %`;
  return undefined;
}

/** The same with six clips or more. */
function overClips(pairs: readonly Pair[]): string | undefined {
  const interval = pairedInterval(pairs.map(({ percent }) => percent));
  if (interval === null || interval.high >= 0)
    return `the interval over ${pairs.length} validate clips, ${signed(interval?.low ?? Number.NaN)} to ${signed(interval?.high ?? Number.NaN)}, does not exclude 0`;
  const mean = agreement(meanRates(pairs.map(({ rates }) => rates)));
  return mean.verdict === 'better'
    ? undefined
    : `the mean over the validate clips is ${mean.verdict} (${mean.sentence})`;
}

function promotedWords(pairs: readonly Pair[], rival: string): string {
  const interval = pairedInterval(pairs.map(({ percent }) => percent));
  const count = pairs.length === 1 ? 'the one validate clip' : `${pairs.length} validate clips`;
  const certainty =
    interval === null
      ? 'better on each; provisional, because fewer than six give no interval'
      : `95 % interval ${signed(interval.low)} to ${signed(interval.high)}`;
  return `${signed(meanOf(pairs))} against ${rival} on ${count} in both families of metrics, ${certainty}`;
}

function meanOf(pairs: readonly Pair[]): number {
  return arithmeticMean(pairs.map(({ percent }) => percent));
}

function signed(percent: number): string {
  return `${percent > 0 ? '+' : ''}${percent.toFixed(2)} %`;
}
