import { encoderName } from '../../shared/encoder-name.ts';
import type { EncoderSpace } from '../../shared/space.ts';
import { hasPrior } from '../prior-of.ts';
import { type Configuration, logRate, type Observation, Surrogate } from './surrogate.ts';

export interface SearchRequest<Candidate extends Configuration> {
  readonly spaces: readonly EncoderSpace[];
  readonly observations: readonly Observation[];
  /** What runs already or is planned beside; taken to come out as expected. */
  readonly pending: readonly Configuration[];
  /** What may be proposed; equal ones are proposed in the given order. */
  readonly candidates: readonly Candidate[];
  readonly count: number;
  /** How much likelier than others the best is to lie at a candidate, over 0; absent: nobody says (Hvarfner et al. 2022). */
  readonly weight?: (candidate: Candidate) => number;
}

/** The log-rate to improve on: the best that was measured in full, or the anchor's 0. */
export function incumbent(observations: readonly Observation[]): number {
  const full = observations.filter(({ deviation = 0 }) => deviation === 0);
  return Math.min(0, ...full.map(({ bdRate }) => logRate(bdRate)));
}

/**
 * The candidates whose expected improvement on the best observation is greatest. Each is taken to come out as each
 * hypothesis expects before the next is chosen, so that several at once do not all ask the same question (kriging believer,
 * Ginsbourger, Le Riche and Carraro 2010). A hypothesis that doubts the first choice doubts it for the second too: the
 * arms of one iteration do not all rest on the same belief. How encoders compare is what all later choices rest on: before
 * anything was measured each has its turn before one has its second, and an unknown one is first measured as it is.
 */
export function searchProposals<Candidate extends Configuration>(
  request: SearchRequest<Candidate>,
): Candidate[] {
  const { spaces, observations, pending, candidates, count, weight = () => 1 } = request;
  const best = incumbent(observations);
  const chosen: Candidate[] = [];
  const open = new Set(candidates);
  while (chosen.length < count && open.size > 0) {
    const planned = [...pending, ...chosen];
    const surrogate = new Surrogate(spaces, observations, planned);
    let next: { readonly candidate: Candidate; readonly gain: number } | undefined;
    for (const candidate of eligible(spaces, open, observations, planned)) {
      const gain = weight(candidate) * surrogate.improvement(candidate, best);
      if (next === undefined || gain > next.gain) next = { candidate, gain };
    }
    if (next === undefined) break;
    open.delete(next.candidate);
    chosen.push(next.candidate);
  }
  return chosen;
}

/**
 * The candidates without those that depart from the choices of an unknown encoder more than others of it do: a departure
 * tells something only beside what it departs from. Unknown is what there is neither a prior of nor a measurement.
 * @param known what was measured or is planned.
 */
export function plainest<Candidate extends Configuration>(
  spaces: readonly EncoderSpace[],
  candidates: readonly Candidate[],
  known: readonly Configuration[],
): Candidate[] {
  const isKnown = new Set(known.map(encoderName));
  const count = ({ parameters }: Configuration) => Object.keys(parameters).length;
  const least = new Map<string, number>();
  for (const each of candidates) {
    const name = encoderName(each);
    least.set(name, Math.min(count(each), least.get(name) ?? Number.POSITIVE_INFINITY));
  }
  return candidates.filter((each) => {
    const name = encoderName(each);
    return isKnown.has(name) || hasPrior(spaces, each) || count(each) === least.get(name);
  });
}

function eligible<Candidate extends Configuration>(
  spaces: readonly EncoderSpace[],
  open: ReadonlySet<Candidate>,
  observations: readonly Observation[],
  planned: readonly Configuration[],
): Candidate[] {
  const plain = plainest(spaces, [...open], [...observations, ...planned]);
  return observations.length === 0 ? ofFewest(plain, planned) : plain;
}

/** The candidates of the encoders that have the fewest of what is planned. */
function ofFewest<Candidate extends Configuration>(
  candidates: readonly Candidate[],
  planned: readonly Configuration[],
): Candidate[] {
  const counts = new Map(candidates.map((each) => [encoderName(each), 0]));
  for (const each of planned) counts.set(encoderName(each), (counts.get(encoderName(each)) ?? 0) + 1);
  const fewest = Math.min(...candidates.map((each) => counts.get(encoderName(each)) ?? 0));
  return candidates.filter((each) => counts.get(encoderName(each)) === fewest);
}
