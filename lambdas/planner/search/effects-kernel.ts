import type { Departure, Place } from './place.ts';

/** Standard deviations in points of log-rate, 100 ln(1 + BD-rate / 100). */
const DEVIATION = {
  /** Of an encoder against its prior. */
  encoder: 7,
  /** Of an effort against the encoder. */
  effort: 4,
  /** Of two departures together against their sum; each departure alone has its own. */
  pair: 0.9,
} as const;
/** Share of a departure's effect that is the same in every encoder, and the same at every effort of one. */
const SHARED = { acrossEncoders: 0.35, acrossEfforts: 0.8 } as const;
/** Efforts farther apart than this share of the range say little about each other. */
const EFFORT_LENGTH = 0.3;

/**
 * Covariance of the log-rates of two configurations, less their prior means: an offset for each encoder, one that changes
 * slowly with effort, the effect of each departure from the encoder's own choice, partly shared between encoders, and of
 * each pair of departures (an additive model with interactions, Duvenaud, Nickisch and Rasmussen 2011).
 */
export function effectsKernel(a: Place, b: Place): number {
  const same = a.encoder === b.encoder;
  const near = same ? Math.exp(-((a.effort - b.effort) ** 2) / (2 * EFFORT_LENGTH ** 2)) : 0;
  let sum = 0;
  let squares = 0;
  for (const [name, departure] of a.departures) {
    const other = b.departures.get(name);
    const common = other === undefined ? 0 : likeness(departure, other);
    if (common === 0 || other === undefined) continue;
    const covariance = common * departure.spread * other.spread;
    sum += covariance;
    squares += common * common;
  }
  const alike = same ? SHARED.acrossEfforts + (1 - SHARED.acrossEfforts) * near : 0;
  const effects = sum * (SHARED.acrossEncoders + (1 - SHARED.acrossEncoders) * alike);
  return (
    effects +
    (same ? DEVIATION.encoder ** 2 + DEVIATION.effort ** 2 * near + pairs(a, b, squares) * alike : 0)
  );
}

/** Sum over pairs of departures of the products of their likenesses, by the square of the sum. */
function pairs(a: Place, b: Place, squares: number): number {
  let sum = 0;
  for (const [name, departure] of a.departures) {
    const other = b.departures.get(name);
    if (other !== undefined) sum += likeness(departure, other);
  }
  return (DEVIATION.pair ** 2 * (sum * sum - squares)) / 2;
}

/**
 * 1 for the same value, 0 for another; along an ordered range like a random walk from the default, which values on
 * different sides of it have nothing in common of.
 */
function likeness(a: Departure, b: Departure): number {
  if (a.distance === undefined || b.distance === undefined) return Number(a.value === b.value);
  if (Math.sign(a.distance) !== Math.sign(b.distance)) return 0;
  const [near, far] = [Math.abs(a.distance), Math.abs(b.distance)].sort((x, y) => x - y) as [number, number];
  return far === 0 ? 0 : near / Math.sqrt(near * far);
}
