import { isSameEncoder } from '../../shared/encoder-name.ts';
import type { EncoderSpace } from '../../shared/space.ts';
import { type Candidate, candidateNear, possible } from '../candidates.ts';
import { singleChanges, valuesOf, withChanges } from '../changes.ts';
import { usableEncoders } from '../llm/usable-encoders.ts';
import type { PlanningContext } from '../planning.ts';
import { shuffled } from '../seeded-random.ts';

/** Most parameters beside the effort that a drawn configuration departs from its encoder's own choice in. */
const MOST_CHANGES = 3;

/**
 * Configurations drawn without any opinion: encoder, effort, how many parameters depart from the encoder's own choice,
 * which, and to what. Those that exceed the budget are left out.
 */
export function randomCandidates(context: PlanningContext, count: number, random: () => number): Candidate[] {
  const spaces = usableEncoders(context);
  if (context.offered !== undefined) {
    const drawn = shuffled(context.offered, random).slice(0, count);
    return possible(
      context,
      drawn.flatMap((each) => {
        const space = spaces.find((one) => isSameEncoder(one, each));
        return space === undefined ? [] : [candidateNear(context, space, each.parameters)];
      }),
    );
  }
  if (spaces.length === 0) return [];
  return possible(
    context,
    Array.from({ length: count }, () => draw(context, spaces, random)),
  );
}

function draw(context: PlanningContext, spaces: readonly EncoderSpace[], random: () => number): Candidate {
  const space = oneOf(spaces, random);
  const efforts = valuesOf(space.parameters[space.effort]);
  let parameters = efforts.length === 0 ? {} : { [space.effort]: oneOf(efforts, random) };
  const changes = Math.floor(random() * (MOST_CHANGES + 1));
  for (let change = 0; change < changes; change++) {
    const open = singleChanges(space, parameters).filter(
      ({ name }) => name !== space.effort && !Object.hasOwn(parameters, name),
    );
    const names = [...new Set(open.map(({ name }) => name))];
    if (names.length === 0) break;
    const name = oneOf(names, random);
    parameters = withChanges(parameters, [
      oneOf(
        open.filter((each) => each.name === name),
        random,
      ),
    ]);
  }
  return candidateNear(context, space, parameters);
}

function oneOf<T>(values: readonly T[], random: () => number): T {
  return values[Math.floor(random() * values.length)] as T;
}
