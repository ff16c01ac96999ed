import { type EncoderSpace, parameterFaults } from '../shared/space.ts';
import { type Parameters, sha256, specHash } from '../shared/spec.ts';
import { type Change, singleChanges, valuesOf, withChanges } from './changes.ts';
import { fitsBudget } from './cost.ts';
import { configurationName, leaders } from './evidence.ts';
import { forecastBdRate } from './forecast.ts';
import { usableEncoders } from './llm/usable-encoders.ts';
import type { PlanningContext } from './planning.ts';
import { specOf } from './spec-of.ts';

/** A configuration that could be run next, and what it comes from. */
export interface Candidate {
  readonly encoder: string;
  readonly parameters: Parameters;
  /** Name of the measured configuration that it changes; null for an encoder at one of its presets. */
  readonly base: string | null;
  /** What it changes there, none for an encoder at one of its presets. */
  readonly changes: readonly Change[];
  readonly hash: string;
  /** Experiment that it repeats, to see whether the same comes out. */
  readonly replicate_of?: string;
}

/**
 * The candidates next to what is known that fit the budget: every usable encoder at each preset, and the leading
 * configuration with one thing changed. The best forecast comes first, equal ones in an order by the seed.
 */
export function nearCandidates(context: PlanningContext): Candidate[] {
  const spaces = usableEncoders(context.capabilities);
  const [leader] = leaders(context);
  const changed = leader === undefined ? [] : changesOf(context, spaces, leader);
  return ranked(context, [...spaces.flatMap((space) => baselines(context, space)), ...changed]);
}

/**
 * Candidates farther out, for when those nearby are exhausted: the leading configuration with two things changed, and
 * each other encoder's best with one. A drawing by seed and number of experiments so far, so that it differs each time.
 * @param count how many to draw at most.
 */
export function farCandidates(context: PlanningContext, count: number): Candidate[] {
  const spaces = usableEncoders(context.capabilities);
  const [leader, ...others] = leaders(context);
  if (leader === undefined) return [];
  const { succeeded, failed } = context.summary.counts;
  const drawing = `${context.seed} ${succeeded + failed}`;
  const near = new Set(nearCandidates(context).map(({ hash }) => hash));
  const all = [
    ...pairsOf(context, spaces, leader),
    ...others.flatMap((other) => changesOf(context, spaces, other)),
  ].filter(({ hash }) => !near.has(hash));
  const drawn = ranked(context, all)
    .sort((a, b) => (sha256(drawing + a.hash) < sha256(drawing + b.hash) ? -1 : 1))
    .slice(0, count);
  return ranked(context, drawn);
}

type Configuration = Pick<Candidate, 'encoder' | 'parameters'>;

function baselines(context: PlanningContext, space: EncoderSpace): Candidate[] {
  const all: Parameters[] = valuesOf(space.parameters[space.effort]).map((value) => ({
    [space.effort]: value,
  }));
  return all.map((parameters) => candidate(context, { encoder: space.encoder, parameters }, []));
}

function changesOf(
  context: PlanningContext,
  spaces: readonly EncoderSpace[],
  base: Configuration,
): Candidate[] {
  const space = spaces.find(({ encoder }) => encoder === base.encoder);
  return space === undefined
    ? []
    : singleChanges(space, base.parameters).map((change) => candidate(context, base, [change]));
}

function pairsOf(
  context: PlanningContext,
  spaces: readonly EncoderSpace[],
  base: Configuration,
): Candidate[] {
  const space = spaces.find(({ encoder }) => encoder === base.encoder);
  if (space === undefined) return [];
  return singleChanges(space, base.parameters).flatMap((first) =>
    singleChanges(space, withChanges(base.parameters, [first]))
      .filter((second) => second.name > first.name)
      .map((second) => candidate(context, base, [first, second])),
  );
}

function candidate(context: PlanningContext, base: Configuration, changes: readonly Change[]): Candidate {
  const spec = specOf(context, base.encoder, withChanges(base.parameters, changes));
  return {
    encoder: base.encoder,
    parameters: spec.parameters,
    base: changes.length === 0 ? null : configurationName(base),
    changes,
    hash: specHash(spec),
  };
}

/** Affordable ones without repetition, best forecast first. */
function ranked(context: PlanningContext, candidates: readonly Candidate[]): Candidate[] {
  // The first of equal ones stays: a preset of an encoder is named as such, not as a change.
  const unique = new Map(candidates.toReversed().map((each) => [each.hash, each]));
  const spaces = new Map(usableEncoders(context.capabilities).map((space) => [space.encoder, space]));
  // What the leader was measured with need not be what the present ffmpeg has.
  const isAllowed = ({ encoder, parameters }: Candidate) => {
    const space = spaces.get(encoder);
    return space !== undefined && parameterFaults(space, parameters).length === 0;
  };
  return [...unique.values()]
    .filter((each) => isAllowed(each) && fitsBudget(context, each))
    .map((each) => ({
      each,
      expected: forecastBdRate(context, each).p50,
      order: sha256(`${context.seed} ${each.hash}`),
    }))
    .sort((a, b) => a.expected - b.expected || (a.order < b.order ? -1 : 1))
    .map(({ each }) => each);
}
