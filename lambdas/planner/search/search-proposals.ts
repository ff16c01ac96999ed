import type { EncoderSpace } from '../../shared/space.ts';
import { bdRateOf, type Configuration, logRate, type Observation, Surrogate } from './surrogate.ts';

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
 * The candidates whose expected improvement on the best observation is greatest. Each is taken to come out as expected
 * before the next is chosen, so that several at once do not all ask the same question (kriging believer, Ginsbourger, Le
 * Riche and Carraro 2010).
 */
export function searchProposals<Candidate extends Configuration>(
  request: SearchRequest<Candidate>,
): Candidate[] {
  const { spaces, candidates, count, weight = () => 1 } = request;
  const observations: Observation[] = [...request.observations];
  for (const pending of request.pending) observations.push(believed(spaces, observations, pending));
  const chosen: Candidate[] = [];
  const open = new Set(candidates);
  while (chosen.length < count && open.size > 0) {
    const surrogate = new Surrogate(spaces, observations);
    const best = incumbent(observations);
    let next: { readonly candidate: Candidate; readonly gain: number } | undefined;
    for (const candidate of open) {
      const gain = weight(candidate) * surrogate.improvement(candidate, best);
      if (next === undefined || gain > next.gain) next = { candidate, gain };
    }
    if (next === undefined) break;
    open.delete(next.candidate);
    chosen.push(next.candidate);
    observations.push(believed(spaces, observations, next.candidate));
  }
  return chosen;
}

function believed(
  spaces: readonly EncoderSpace[],
  observations: readonly Observation[],
  { encoder, parameters }: Configuration,
): Observation {
  const { mean } = new Surrogate(spaces, observations).at({ encoder, parameters });
  return { encoder, parameters, bdRate: bdRateOf(mean) };
}
