import { CONVENTIONAL_SPACE } from '../../../codec-task/codecs/conventional/space.ts';
import { ANCHOR } from '../../../lambdas/planner/anchor.ts';
import { seededRandom, shuffled } from '../../../lambdas/planner/seeded-random.ts';
import type { EncoderSpace } from '../../../lambdas/shared/space.ts';
import { isActive } from '../../../lambdas/shared/space-conditions.ts';
import { canonicalJson, type Parameters } from '../../../lambdas/shared/spec.ts';
import { canonical } from '../table/grid.ts';
import { type Entry, type World, worldOf } from './world.ts';

type Value = Parameters[string];
type Departure = readonly [name: string, value: Value];

/** Values of each parameter beside the encoder's own choice, all of them combined. */
const FACTORS: Readonly<
  Record<string, { readonly effort: Departure; readonly values: Record<string, Value[]> }>
> = {
  libsvtav1: {
    effort: ['preset', 8],
    values: {
      tune: ['vq'],
      aq_mode: [0, 1],
      pixel_format: ['yuv420p'],
      denoise: ['light', 'medium'],
      film_grain: [8],
    },
  },
  libx265: {
    effort: ['preset', 'medium'],
    values: {
      tune: ['ssim', 'grain'],
      aq_mode: [0, 1, 3],
      pixel_format: ['yuv420p10le'],
      denoise: ['light'],
      scale: [0.75],
    },
  },
};
/** Points of log-rate: what an encoder lies off the anchor, what a departure costs or brings by itself. */
const SPREAD = { encoder: 10, departure: 3 } as const;
/** Pairs of departures in each encoder that cost by themselves and save together. */
const PAIRS = 3;
const PLANTED = { alone: 3, together: -14 } as const;
/** All configurations cost the same here: only what they come to is to be found. */
const CPU_SECONDS = 1;

/**
 * A space whose truth is drawn by a seed and has nothing to do with what is known of encoders: every departure has an effect
 * of its own, and the best lies where two that are each for the worse meet.
 */
export function plantedWorld(seed: number): World {
  const random = seededRandom(seed);
  const entries = CONVENTIONAL_SPACE.flatMap((space) => plantedEntries(space, random));
  return worldOf('planted interactions', entries);
}

function plantedEntries(space: EncoderSpace, random: () => number): Entry[] {
  const factors = FACTORS[space.encoder];
  if (factors === undefined) return [];
  const { effort, values } = factors;
  const uniform = (reach: number) => reach * (2 * random() - 1);
  const drawn = uniform(SPREAD.encoder);
  // The anchor's own configuration comes to 0, or the instrument would be in doubt.
  const offset = space.encoder === ANCHOR.encoder ? 0 : drawn;
  const all = Object.entries(values).flatMap(([name, each]) => each.map((value): Departure => [name, value]));
  const effects = new Map(all.map((departure) => [keyOf(departure), uniform(SPREAD.departure)]));
  const pairs = shuffled(all, random).flatMap((first, index, order) => {
    const second = order.slice(index + 1).find(([name]) => name !== first[0]);
    return second === undefined ? [] : [[first, second] as const];
  });
  const planted = pairs.slice(0, PAIRS);
  for (const departure of planted.flat()) effects.set(keyOf(departure), PLANTED.alone);
  const combined = combinations(Object.entries(values)).map((departures) =>
    canonical({ encoder: space.encoder, parameters: Object.fromEntries([effort, ...departures]) }),
  );
  return [...new Map(combined.map((each) => [canonicalJson(each), each])).values()].map((configuration) => {
    const { parameters } = configuration;
    const has = ([name, value]: Departure) => isActive(space, parameters, name) && parameters[name] === value;
    const own = all
      .filter(has)
      .reduce((sum, departure) => sum + (effects.get(keyOf(departure)) ?? 0), offset);
    const logRate = planted.filter((pair) => pair.every(has)).length * PLANTED.together + own;
    const bdRate = 100 * Math.expm1(logRate / 100);
    return {
      ...configuration,
      bdRate,
      clips: [{ name: 'planted', bdRate, bdRateSsim: bdRate }],
      cpuSeconds: CPU_SECONDS,
    };
  });
}

/** Every way to leave each parameter alone or give it one of its values. */
function combinations(parameters: readonly [string, readonly Value[]][]): Departure[][] {
  return parameters.reduce<Departure[][]>(
    (before, [name, values]) =>
      before.flatMap((departures) => [
        departures,
        ...values.map((value): Departure[] => [...departures, [name, value]]),
      ]),
    [[]],
  );
}

function keyOf([name, value]: Departure): string {
  return `${name}=${String(value)}`;
}
