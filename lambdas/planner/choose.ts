import type { Candidate } from './candidates.ts';
import { currentChampion } from './current-champion.ts';
import { forecastBdRate } from './forecast.ts';
import type { Finding, PlanningContext } from './planning.ts';
import { isAnchor } from './spec-of.ts';

/** Parameters that take something out of the picture before the encoder sees it. */
const LOSSY_BEFORE_ENCODING = ['scale', 'denoise', 'film_grain'];

/**
 * The arms of an iteration out of the open candidates, by what was found; the best forecast first. What no reaction to
 * the finding fills goes to one candidate of each encoder, because comparing families teaches more than comparing
 * neighbours, and then to whatever has the best forecast.
 */
export function chooseArms(
  context: PlanningContext,
  findings: readonly Finding[],
  open: readonly Candidate[],
): Candidate[] {
  const wanted = [...reaction(context, findings[0]?.rule, open), ...onePerEncoder(open), ...open];
  return [...new Set(wanted)]
    .slice(0, context.arms)
    .sort((a, b) => forecastBdRate(context, a).p50 - forecastBdRate(context, b).p50);
}

/** The candidates that a finding asks for, most wanted first. */
function reaction(
  context: PlanningContext,
  rule: string | undefined,
  open: readonly Candidate[],
): readonly Candidate[] {
  switch (rule) {
    case 'no-baseline':
    case 'clip-set-changed':
      // The anchor's own configuration must give a BD-rate of zero: the instrument is checked before it is believed.
      return [...open.filter(isAnchor), ...open.filter(isKnownWeaker)];
    case 'instrumentation-fault': {
      // With one arm, the check and the experiment that must differ from it take turns.
      const wasJustRun = context.history[0] !== undefined && isAnchor(context.history[0].spec);
      const check = [...open.filter(isAnchor), ...open.filter(isKnownWeaker)];
      return context.arms === 1 && wasJustRun ? open.filter((each) => !isAnchor(each)) : check;
    }
    case 'quality-below-floor': {
      const gentle = open.filter(
        ({ parameters }) => !LOSSY_BEFORE_ENCODING.some((name) => Object.hasOwn(parameters, name)),
      );
      return [...onePerEncoder(gentle), ...gentle];
    }
    case 'plateau': {
      const others = open.filter(({ encoder }) => encoder !== currentChampion(context)?.spec.encoder);
      return [...onePerEncoder(others), ...others];
    }
    case 'rate-bound': {
      // Half of the arms stay with the leader, one thing changed in each; the rest look elsewhere.
      const leader = currentChampion(context)?.spec.encoder;
      const nextToLeader = open.filter(({ base, encoder }) => base !== null && encoder === leader);
      return onePerParameter(nextToLeader).slice(0, Math.ceil(context.arms / 2));
    }
    default:
      return [];
  }
}

/** x264 medium: the other end of the scale, known to need more bits than the anchor. */
function isKnownWeaker({ encoder, parameters, base }: Candidate): boolean {
  return encoder === 'libx264' && parameters['preset'] === 'medium' && base === null;
}

/** The first of each encoder, in the given order. */
function onePerEncoder(open: readonly Candidate[]): Candidate[] {
  return firstOfEach(open, ({ encoder }) => encoder);
}

/** The first of each set of changed parameters, so that one iteration does not spend itself on one knob. */
function onePerParameter(open: readonly Candidate[]): Candidate[] {
  return firstOfEach(open, ({ changes }) => changes.map(({ name }) => name).join(' '));
}

function firstOfEach(open: readonly Candidate[], group: (candidate: Candidate) => string): Candidate[] {
  const firsts = new Map(open.toReversed().map((candidate) => [group(candidate), candidate]));
  const kept = new Set(firsts.values());
  return open.filter((candidate) => kept.has(candidate));
}
