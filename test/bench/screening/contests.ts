import { findEncoderSpace } from '../../../codec-task/codecs/spaces.ts';
import { scoredClip } from '../../../codec-task/measure/screening/scored-clip.ts';
import { screenedControls } from '../../../codec-task/measure/screening/screened-controls.ts';
import { ladderBdRates } from '../../../lambdas/shared/rate-distortion/bd-rates.ts';
import { logAdvantage } from '../../../lambdas/shared/screening/score.ts';
import {
  SCREENED_MEASURES,
  type ScreenedClip,
  type ScreenedMeasure,
} from '../../../lambdas/shared/screening.ts';
import { canonicalJson } from '../../../lambdas/shared/spec.ts';
import { arithmeticMean } from '../../../lambdas/shared/statistics/averages.ts';
import type { Ladder } from './ladders.ts';

/** One configuration held against another on one clip: screened, and by their BD-rates. */
export interface Bout {
  readonly clip: string;
  readonly screened: ScreenedClip;
  /** BD-rates against the anchor in percent, by measure. */
  readonly own: Readonly<Record<ScreenedMeasure, number>>;
  readonly rival: Readonly<Record<ScreenedMeasure, number>>;
}

/** One configuration held against another on every clip. */
export type Contest = readonly Bout[];

/** Every configuration against every other one; what has no BD-rate somewhere is left out. */
export function contestsOf(ladders: readonly Ladder[]): Contest[] {
  const nameOf = ({ encoder, parameters }: Ladder) => canonicalJson({ encoder, parameters });
  const byName = Map.groupBy(ladders, nameOf);
  const [anchors = []] = byName.values();
  const anchorOn = (clip: string) => anchors.find((ladder) => ladder.clip === clip)?.points ?? [];
  const ratesOf = ({ clip, points }: Ladder) => {
    const rates = ladderBdRates([...anchorOn(clip)], [...points]);
    return { psnr_yuv: rates.psnr_yuv.percent, ssim_db: rates.ssim_db.percent };
  };
  const bout = (own: Ladder, rival: Ladder): Bout[] => {
    const [ownRates, rivalRates] = [ratesOf(own), ratesOf(rival)];
    const control = findEncoderSpace(own)?.qualityControl;
    if (control === undefined || !isComplete(ownRates) || !isComplete(rivalRates)) return [];
    const screened = scoredClip({
      ...{ name: own.clip, controls: screenedControls(control, 4, 2), points: own.points },
      ...{ anchor: anchorOn(own.clip), champion: rival.points },
    });
    return [{ clip: own.clip, screened, own: ownRates, rival: rivalRates }];
  };
  return [...byName.values()].flatMap((own) =>
    [...byName.values()]
      .filter((rival) => rival !== own)
      .map((rival) => own.flatMap((ladder, index) => (rival[index] ? bout(ladder, rival[index]) : [])))
      .filter((bouts) => bouts.length === own.length),
  );
}

function isComplete(rates: Record<ScreenedMeasure, number | null>): rates is Bout['own'] {
  return SCREENED_MEASURES.every((measure) => rates[measure] !== null);
}

/** Difference of the mean BD-rates over these clips as logarithms of the rate, as promotion looks at it. */
export function fullDifference(bouts: Contest, measure: ScreenedMeasure): number {
  const log = (side: 'own' | 'rival') =>
    Math.log1p(arithmeticMean(bouts.map((each) => each[side][measure])) / 100);
  return log('own') - log('rival');
}

/** The screening's own difference on a clip; NaN where it has no score. */
export function screenedDifference({ screened }: Bout, measure: ScreenedMeasure): number {
  const score = screened[measure];
  return score === null ? Number.NaN : logAdvantage(score);
}
