import type { Kernel } from './gaussian-process.ts';
import type { Hypothesis } from './hypotheses.ts';
import type { Departure, Place } from './place.ts';

/** Points of log-rate of an effort against its encoder. */
const EFFORT_DEVIATION = 4;
/**
 * Share of a departure's effect that is the same in every encoder, and the same at every effort of one; and of all that is
 * an encoder's own what it has in common with one that is like it. An encoder 7 points off leaves sqrt(2 x 0.2) x 7 = 4.4
 * points between what is built on it and itself, about what restorations were measured to differ by.
 */
const SHARED = { acrossEncoders: 0.35, acrossEfforts: 0.8, alike: 0.8 } as const;
/** Efforts farther apart than this share of the range say little about each other. */
const EFFORT_LENGTH = 0.3;

/**
 * Covariance of the log-rates of two configurations, less their prior means: an offset for each encoder, one that changes
 * slowly with effort, the effect of each departure from the encoder's own choice, partly shared between encoders, and of
 * each pair of departures; most of it holds for what is built on the encoder too (an additive model with interactions, Duvenaud, Nickisch and Rasmussen 2011).
 */
export function effectsKernel(hypothesis: Hypothesis): Kernel<Place> {
  const spread = ({ expected }: Departure) =>
    hypothesis.departure + hypothesis.perExpectedPoint * Math.abs(expected);
  return (a, b) => {
    const related = a.like === b.like;
    const near = related ? Math.exp(-((a.effort - b.effort) ** 2) / (2 * EFFORT_LENGTH ** 2)) : 0;
    let effects = 0;
    let common = 0;
    let squares = 0;
    for (const [name, departure] of a.departures) {
      const other = b.departures.get(name);
      const alike = other === undefined ? 0 : likeness(departure, other);
      if (alike === 0 || other === undefined) continue;
      effects += alike * spread(departure) * spread(other);
      common += alike;
      squares += alike * alike;
    }
    const everywhere = SHARED.acrossEncoders * effects;
    if (!related) return everywhere;
    const alike = SHARED.acrossEfforts + (1 - SHARED.acrossEfforts) * near;
    // The square of the sum holds every pair twice.
    const pairs = (hypothesis.pair ** 2 * (common * common - squares)) / 2;
    const ofEncoder = hypothesis.encoder ** 2 + EFFORT_DEVIATION ** 2 * near + pairs * alike;
    const own = ofEncoder + effects * (1 - SHARED.acrossEncoders) * alike;
    return everywhere + (a.encoder === b.encoder ? 1 : SHARED.alike) * own;
  };
}

/**
 * 1 for the same value, 0 for another; along an ordered range like a random walk from the default, which values on
 * different sides of it have nothing in common of.
 */
function likeness(a: Departure, b: Departure): number {
  if (a.distance === undefined || b.distance === undefined) return Number(a.value === b.value);
  if (a.value === b.value) return 1;
  if (Math.sign(a.distance) !== Math.sign(b.distance)) return 0;
  const [near, far] = [Math.abs(a.distance), Math.abs(b.distance)].sort((x, y) => x - y) as [number, number];
  return far === 0 ? 0 : near / Math.sqrt(near * far);
}
