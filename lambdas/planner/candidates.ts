import { encoderName, isSameEncoder, storedEncoder } from '../shared/encoder-name.ts';
import { type EncoderSpace, parameterFaults } from '../shared/space.ts';
import { type Configuration, type Parameters, sha256, specHash } from '../shared/spec.ts';
import { type Change, changesBetween, singleChanges, valuesOf, withChanges } from './changes.ts';
import { fitsBudget } from './cost.ts';
import { configurationName, leaders } from './evidence.ts';
import { forecastBdRate } from './forecast.ts';
import { usableEncoders } from './llm/usable-encoders.ts';
import type { PlanningContext } from './planning.ts';
import { specOf } from './spec-of.ts';

/** A configuration that could be run next, and what it comes from. */
export interface Candidate extends Configuration {
  /** Name of the measured configuration that it changes; null where it is like none. */
  readonly base: string | null;
  /** What it changes there; none where it is like none. */
  readonly changes: readonly Change[];
  readonly hash: string;
  /** Experiment that it repeats, to see whether the same comes out. */
  readonly replicate_of?: string;
}

export type { Configuration } from '../shared/spec.ts';

/** More changes than this, and a configuration is told as a whole instead of as a change of another. */
const TOLD_CHANGES = 3;

/** A configuration with changes, as a candidate. */
export function candidate(
  context: PlanningContext,
  base: Configuration,
  changes: readonly Change[],
): Candidate {
  const { strategy, encoder, parameters } = base;
  const spec = specOf(context, { strategy, encoder, parameters: withChanges(parameters, changes) });
  return {
    ...storedEncoder(base),
    parameters: spec.parameters,
    base: changes.length === 0 ? null : configurationName(base),
    changes,
    hash: specHash(spec),
  };
}

/** A configuration as a candidate, told as a change of the leader of its encoder where it is near enough to that. */
export function candidateNear(
  context: PlanningContext,
  space: EncoderSpace,
  parameters: Parameters,
): Candidate {
  const { strategy, encoder } = space;
  const own = candidate(context, { strategy, encoder, parameters }, []);
  const leader = leaders(context).find((each) => isSameEncoder(each, space));
  const changes = leader === undefined ? [] : changesBetween(space, leader.parameters, own.parameters);
  return leader === undefined || changes.length === 0 || changes.length > TOLD_CHANGES
    ? own
    : { ...own, base: configurationName(leader), changes };
}

/** Every usable encoder at each effort and nothing else given. */
export function baselines(context: PlanningContext): Candidate[] {
  return usableEncoders(context).flatMap((space) =>
    effortsOf(space).map((parameters) => {
      const { strategy, encoder } = space;
      return candidate(context, { strategy, encoder, parameters }, []);
    }),
  );
}

/** A configuration for each effort; of an encoder without efforts the only one that gives nothing else. */
function effortsOf({ parameters, effort }: EncoderSpace): Parameters[] {
  const values = valuesOf(parameters[effort]);
  return values.length === 0 ? [{}] : values.map((value) => ({ [effort]: value }));
}

/** A configuration with one thing changed, in every way that its space allows. */
export function neighbours(context: PlanningContext, base: Configuration): Candidate[] {
  const space = usableEncoders(context).find((each) => isSameEncoder(each, base));
  return space === undefined
    ? []
    : singleChanges(space, base.parameters).map((change) => candidate(context, base, [change]));
}

/** A configuration with two things changed, in every way that its space allows. */
export function pairsAround(context: PlanningContext, base: Configuration): Candidate[] {
  const space = usableEncoders(context).find((each) => isSameEncoder(each, base));
  if (space === undefined) return [];
  return singleChanges(space, base.parameters).flatMap((first) =>
    singleChanges(space, withChanges(base.parameters, [first]))
      .filter((second) => second.name > first.name)
      .map((second) => candidate(context, base, [first, second])),
  );
}

/**
 * The candidates next to what is known that fit the budget: every usable encoder at each preset, and the leading
 * configuration with one thing changed. The best forecast comes first, equal ones in an order by the seed.
 */
export function nearCandidates(context: PlanningContext): Candidate[] {
  const [leader] = leaders(context);
  const changed = leader === undefined ? [] : neighbours(context, leader);
  return possible(context, [...baselines(context), ...changed])
    .map((each) => ({
      each,
      expected: forecastBdRate(context, each).p50,
      order: sha256(`${context.seed} ${each.hash}`),
    }))
    .sort((a, b) => a.expected - b.expected || (a.order < b.order ? -1 : 1))
    .map(({ each }) => each);
}

/** Those that fit the budget and the world, without repetition, in their order. */
export function possible(context: PlanningContext, candidates: readonly Candidate[]): Candidate[] {
  const offered = context.offered && new Set(context.offered.map((each) => specHash(specOf(context, each))));
  const spaces = new Map(usableEncoders(context).map((space) => [encoderName(space), space]));
  // What the leader was measured with need not be what the present ffmpeg has.
  const isAllowed = (each: Candidate) => {
    const space = spaces.get(encoderName(each));
    return space !== undefined && parameterFaults(space, each.parameters).length === 0;
  };
  // The first of equal ones stays: a preset of an encoder is named as such, not as a change.
  const unique = new Map(candidates.toReversed().map((each) => [each.hash, each]));
  return [...unique.values()]
    .reverse()
    .filter((each) => isAllowed(each) && fitsBudget(context, each) && offered?.has(each.hash) !== false);
}
