import { SCREENED_MEASURES, type ScreenedClip, type ScreenedMeasure, type Screening } from '../screening.ts';
import { arithmeticMean, sampleDeviation } from '../statistics/averages.ts';
import { studentTDistribution, studentTQuantile } from '../statistics/student-t.ts';
import { logAdvantage, percentOf } from './score.ts';

/** One-sided: chance that the rule ends an experiment which would have beaten its rival on the tune clips. */
export const SCREENING_RISK = 0.05;

/**
 * How far a screening's difference of two configurations lies from that of their BD-rates, as standard deviations of
 * logarithms of the rate, in contests that are decided by less than 10 %. Measured by `test/bench/screening-spread.ts` on
 * five real clips; the figures stand in `docs/screening.md`.
 */
export const DECLARED_SPREAD = {
  /** Two points instead of a ladder, on one and the same clip. */
  onClip: 0.02,
  /** From clip to clip. */
  betweenClips: 0.06,
  /** Of Student's t: twenty configurations on five clips leave 19 x 4. */
  degrees: 76,
} as const;

/** From so many clips on, the clips themselves tell how far they lie apart. */
const FEWEST_FOR_OWN_SPREAD = 3;

type Scores = Pick<ScreenedClip, 'name' | ScreenedMeasure>;

export type Decision = Pick<Screening, 'decision' | 'reason' | 'risk' | 'beyond_hope'>;

/**
 * Whether a screened experiment can still win. To win is to need fewer bits than the rival in both families of metrics on
 * the mean over the tune clips, see ../promotion.ts; so it is enough that one family is beyond hope, and each may err with
 * half the risk, which together is no more than all of it (Bonferroni). What has no score in a family cannot be judged by
 * it and goes on.
 * @param clips as they were screened, at least one.
 * @param tuneClips how many there are in all.
 */
export function decideScreening(
  clips: readonly Scores[],
  tuneClips: number,
  rival: Screening['rival'],
): Decision {
  const least = SCREENING_RISK / SCREENED_MEASURES.length;
  const judged = SCREENED_MEASURES.flatMap((measure) => {
    const scores = clips.flatMap((clip) => clip[measure] ?? []);
    if (scores.length === 0 || scores.length < clips.length) return [];
    const advantages = scores.map(logAdvantage);
    return [{ measure, mean: arithmeticMean(advantages), chance: chanceToWin(advantages, tuneClips) }];
  });
  const [worst] = judged.toSorted((a, b) => a.chance - b.chance);
  if (worst === undefined)
    return goesOn(`its screened points lie outside the qualities of the ${rival}'s curve: nothing to judge`);
  const where = `${clips.length} of ${tuneClips} tune ${tuneClips === 1 ? 'clip' : 'clips'}`;
  const measured = `on ${where} it needs ${difference(worst.mean)} than the ${rival} at equal ${NAMES[worst.measure]}`;
  const chance = `a chance ${worst.chance < 0.001 ? 'under 0.1 %' : `of ${percent(worst.chance)}`} to win on all of them`;
  if (worst.chance >= least) return goesOn(`${measured}, which leaves ${chance}`);
  return {
    decision: 'screened out',
    reason: `${measured}, which leaves ${chance}; below ${percent(least)} it ends here`,
    risk: SCREENING_RISK,
    beyond_hope: judged.filter((each) => each.chance < least).map(({ measure }) => measure),
  };
}

const NAMES: Readonly<Record<ScreenedMeasure, string>> = { psnr_yuv: 'PSNR-YUV', ssim_db: 'SSIM' };

/**
 * Probability that the mean over all tune clips is below 0, given some of them. Two things make it uncertain: that a clip
 * was screened and not measured, and the clips that were not screened (with the correction for a finite population, so that
 * nothing of that is left when all were). With one or two clips both are declared; from three on, the paired clips tell
 * the second (Student's t with n - 1 degrees of freedom).
 * @param advantages differences of logarithms of the rate to the rival, by clip.
 */
export function chanceToWin(advantages: readonly number[], tuneClips: number): number {
  const count = advantages.length;
  const own = count >= FEWEST_FOR_OWN_SPREAD;
  const between = own ? sampleDeviation(advantages) : DECLARED_SPREAD.betweenClips;
  const degrees = own ? count - 1 : DECLARED_SPREAD.degrees;
  const t = arithmeticMean(advantages) / errorOf(between, count, tuneClips);
  const below = studentTDistribution(Math.abs(t), degrees);
  return t > 0 ? 1 - below : below;
}

/**
 * The difference of logarithms of the rate from which on a screening is expected to end an experiment, by the declared
 * spread.
 */
export function endingDifference(clips: number, tuneClips: number): number {
  const t = studentTQuantile(1 - SCREENING_RISK / SCREENED_MEASURES.length, DECLARED_SPREAD.degrees);
  return t * errorOf(DECLARED_SPREAD.betweenClips, clips, tuneClips);
}

function errorOf(between: number, clips: number, tuneClips: number): number {
  const unseen = 1 / clips - 1 / Math.max(clips, tuneClips);
  return Math.sqrt(DECLARED_SPREAD.onClip ** 2 / clips + between ** 2 * unseen);
}

function goesOn(reason: string): Decision {
  return { decision: 'measured in full', reason, risk: SCREENING_RISK, beyond_hope: [] };
}

function difference(mean: number): string {
  const value = percentOf(mean);
  return `${Math.abs(value).toFixed(1)} % ${value > 0 ? 'more' : 'less'}`;
}

function percent(probability: number): string {
  return `${(100 * probability).toFixed(1)} %`;
}
