import type { ForecastErrors } from '../../shared/summary/calibration.ts';

type Bands = ForecastErrors['improvement'];

/** A line on log odds: what is added, and how far what is stated is believed. */
interface Line {
  readonly shift: number;
  readonly slope: number;
}

const AS_STATED: Line = { shift: 0, slope: 1 };
/** Standard deviations of the prior: few forecasts move a probability little. */
const PRIOR_SHIFT = 0.5;
const PRIOR_SLOPE = 0.25;
/** Slopes under this would turn a statement around. */
const LEAST_SLOPE = 0.05;
/** Nearer to certainty than this nothing is taken for or comes out. */
const MARGIN = 0.02;
const STEPS = 20;

/**
 * A probability of improvement as it is to be believed after earlier ones: log odds on a line (Platt 1999), fitted to how
 * often statements came true with a normal prior, for all sources together and from there for this one.
 * @param stated 0 to 1
 */
export function believedProbability(stated: number, own: Bands, all: Bands): number {
  if (all.every(({ count }) => count === 0)) return stated;
  const line = fitted(own, fitted(all, AS_STATED));
  return probabilityOf(line.shift + line.slope * logOdds(stated));
}

/** The most probable line by Newton's method on a concave function of two numbers. */
function fitted(bands: Bands, prior: Line): Line {
  const points = bands.flatMap(({ count, stated, improved }) =>
    count > 0 ? [{ odds: logOdds(stated / count), count, improved }] : [],
  );
  const [forShift, forSlope] = [PRIOR_SHIFT ** -2, PRIOR_SLOPE ** -2];
  let { shift, slope } = prior;
  for (let step = 0; step < STEPS; step++) {
    const gradient = [forShift * (prior.shift - shift), forSlope * (prior.slope - slope)] as const;
    let [dShift, dSlope] = gradient;
    let [aa, ab, bb] = [forShift, 0, forSlope];
    for (const { odds, count, improved } of points) {
      const expected = logistic(shift + slope * odds);
      const weight = count * expected * (1 - expected);
      dShift += improved - count * expected;
      dSlope += (improved - count * expected) * odds;
      aa += weight;
      ab += weight * odds;
      bb += weight * odds * odds;
    }
    const determinant = aa * bb - ab * ab;
    shift += (bb * dShift - ab * dSlope) / determinant;
    slope += (aa * dSlope - ab * dShift) / determinant;
  }
  return { shift, slope: Math.max(LEAST_SLOPE, slope) };
}

function logOdds(probability: number): number {
  const inside = Math.min(1 - MARGIN, Math.max(MARGIN, probability));
  return Math.log(inside / (1 - inside));
}

function probabilityOf(odds: number): number {
  return Math.min(1 - MARGIN, Math.max(MARGIN, logistic(odds)));
}

function logistic(odds: number): number {
  return 1 / (1 + Math.exp(-odds));
}
