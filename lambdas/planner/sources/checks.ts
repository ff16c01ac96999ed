import { encoderName, isSameEncoder } from '../../shared/encoder-name.ts';
import { baselines, type Candidate, possible } from '../candidates.ts';
import { currentChampion } from '../current-champion.ts';
import { forecastBdRate } from '../forecast.ts';
import type { Finding, PlanningContext } from '../planning.ts';
import { isAnchor } from '../spec-of.ts';

/** Parameters that take something out of the picture before the encoder sees it. */
const LOSSY_BEFORE_ENCODING = ['scale', 'denoise', 'film_grain'];

/**
 * The arms that a finding demands, whoever proposes the others: first measurements, checks of a doubted instrument, a look
 * elsewhere on a plateau. At most half of the arms, all but one while there is nothing to compare with, and at least one
 * where no language model is asked, which is told of the findings itself.
 * @param open of {@link checkCandidates} what may be run.
 */
export function demanded(
  context: PlanningContext,
  findings: readonly Finding[],
  open: readonly Candidate[],
  isModelAsked: boolean,
): Candidate[] {
  const share = hasBaseline(findings) ? Math.floor(context.arms / 2) : context.arms - 1;
  const most = Math.max(isModelAsked ? 0 : 1, share);
  return wanted(context, findings[0]?.rule, open).slice(0, most);
}

/** Whether anything was measured on these clips: before, a mutation or a random draw has nothing to be held against. */
export function hasBaseline([first]: readonly Finding[]): boolean {
  return first?.rule !== 'no-baseline' && first?.rule !== 'clip-set-changed';
}

function wanted(
  context: PlanningContext,
  rule: string | undefined,
  open: readonly Candidate[],
): readonly Candidate[] {
  // The anchor's own configuration must give a BD-rate of zero: the instrument is checked before it is believed.
  const anchor = open.filter(isAnchor);
  const checks = [...anchor, ...open.filter(isKnownWeaker)];
  switch (rule) {
    case 'no-baseline':
    case 'clip-set-changed':
      // The other end of a scale says nothing without its zero.
      return anchor.length === 0 ? [] : checks;
    case 'instrumentation-fault': {
      // With one arm, the check and the experiment that must differ from it take turns.
      const wasJustRun = context.history[0] !== undefined && isAnchor(context.history[0].spec);
      return context.arms === 1 && wasJustRun ? [] : checks;
    }
    case 'plateau': {
      // With one arm it would lock the search out of where it was best.
      const champion = currentChampion(context);
      const others = open.filter(
        (each) =>
          !(champion && isSameEncoder(each, champion.spec)) &&
          forecastBdRate(context, each).p10 < (champion?.bd_rate_percent ?? 0),
      );
      return context.arms === 1 ? [] : others.slice(0, 1);
    }
    default:
      return [];
  }
}

/**
 * What checks may be made of: every encoder at each effort that fits the budget, the checks of the instrument first and
 * then the best forecast.
 */
export function checkCandidates(context: PlanningContext): Candidate[] {
  const rank = (each: Candidate) => (isAnchor(each) || isKnownWeaker(each) ? 0 : 1);
  return possible(context, baselines(context))
    .map((each) => ({ each, rate: forecastBdRate(context, each).p50 }))
    .sort((a, b) => rank(a.each) - rank(b.each) || a.rate - b.rate)
    .map(({ each }) => each);
}

/** Whether a finding leaves a candidate in: after a missed quality floor nothing that removes detail is tried. */
export function isLeftIn(findings: readonly Finding[]): (candidate: Candidate) => boolean {
  const gentle = findings[0]?.rule === 'quality-below-floor';
  return ({ parameters }) =>
    !gentle || !LOSSY_BEFORE_ENCODING.some((name) => Object.hasOwn(parameters, name));
}

/** x264 medium: the other end of the scale, known to need more bits than the anchor. */
function isKnownWeaker({ base, parameters, ...named }: Candidate): boolean {
  return encoderName(named) === 'libx264' && parameters['preset'] === 'medium' && base === null;
}
