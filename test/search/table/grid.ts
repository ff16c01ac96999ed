import { CONVENTIONAL_SPACE } from '../../../codec-task/codecs/conventional/space.ts';
import { singleChanges, withChanges } from '../../../lambdas/planner/changes.ts';
import { specOf } from '../../../lambdas/planner/spec-of.ts';
import { canonicalJson, type Parameters, sha256 } from '../../../lambdas/shared/spec.ts';
import { tableContext } from './table-context.ts';

/** An encoder with its parameters, written in the one way that planning writes them. */
export interface Configuration {
  readonly encoder: string;
  readonly parameters: Parameters;
}

/** The efforts that are measured, those that a core encodes in about a second: strata in which time decides little. */
const EFFORTS: Readonly<
  Record<string, { readonly name: string; readonly values: readonly (string | number)[] }>
> = {
  libx264: { name: 'preset', values: ['faster', 'medium', 'slow'] },
  libx265: { name: 'preset', values: ['fast', 'medium'] },
  'libvpx-vp9': { name: 'cpu-used', values: [5, 4] },
  libsvtav1: { name: 'preset', values: [10, 8, 6] },
};

/** Configurations with several changes at once, for each effort. */
const COMBINED = 36;
/** Most changes of one of them. */
const MOST_CHANGES = 4;

/**
 * What the table measures: every effort by itself, with each single change that its space allows, and with drawn
 * combinations of two to four. The order mixes all of them, so that a table of the first rows is a fair sample.
 */
export function grid(): Configuration[] {
  const all = CONVENTIONAL_SPACE.flatMap((space) => {
    const efforts = EFFORTS[space.encoder];
    return (efforts?.values ?? []).flatMap((value) => {
      const base: Parameters = { [efforts?.name ?? '']: value };
      const changes = singleChanges(space, base).filter(({ name }) => name !== efforts?.name);
      const single = changes.map((change) => withChanges(base, [change]));
      const combined = Array.from({ length: COMBINED }, (_, draw) => {
        const order = changes.toSorted((a, b) => (key(draw, a.words) < key(draw, b.words) ? -1 : 1));
        return withChanges(base, order.slice(0, 2 + (draw % (MOST_CHANGES - 1))));
      });
      return [base, ...single, ...combined].map((parameters) =>
        canonical({ encoder: space.encoder, parameters }),
      );
    });
  });
  const unique = new Map(all.map((each) => [canonicalJson(each), each]));
  const plain = ({ parameters }: Configuration) => Object.keys(parameters).length === 1;
  return [...unique]
    .sort(
      ([a, one], [b, other]) => Number(plain(other)) - Number(plain(one)) || (sha256(a) < sha256(b) ? -1 : 1),
    )
    .map(([, each]) => each);
}

function key(draw: number, words: string): string {
  return sha256(`${draw} ${words}`);
}

/** A configuration written in the one way that all equal ones share. */
export function canonical({ encoder, parameters }: Configuration): Configuration {
  return { encoder, parameters: specOf(tableContext(), { encoder, parameters }).parameters };
}
