/** What a candidate takes and gives. */
export interface Scores {
  readonly bits: number;
  /** PSNR-YUV and SSIM in dB. */
  readonly psnrYuv: number;
  readonly ssimDb: number;
}

/** By how many nepers distortion falls when the rate rises by one neper, in each family of metrics. */
export interface Slopes {
  readonly psnrYuv: number;
  readonly ssimDb: number;
}

/** A neper of distortion in dB: a squared error that falls by 10 dB is a tenth. */
const NEPER = 10 / Math.LN10;
/**
 * A slope of 1 is 3 dB for twice the bits. Beyond these it was measured badly: on a black clip nothing falls at all.
 */
const [FLATTEST, STEEPEST] = [0.3, 3];

/** Slopes of the rate-distortion curve between two encodes. */
export function slopesBetween(a: Scores, b: Scores): Slopes {
  const nepers = Math.log(b.bits / a.bits);
  const slope = (of: keyof Slopes) => {
    const value = (b[of] - a[of]) / NEPER / nepers;
    return Number.isFinite(value) ? Math.min(STEEPEST, Math.max(FLATTEST, value)) : 1;
  };
  return { psnrYuv: slope('psnrYuv'), ssimDb: slope('ssimDb') };
}

/**
 * The Lagrangian cost of a candidate, as the logarithm of the bits that it would need at a common quality, mean of both
 * families of metrics. With D proportional to R^-b near the candidates, the multiplier is -dD/dR = b D / R, and to first
 * order D + lambda R is least where ln R + ln(D) / b is (the multiplier as a slope: Shoham and Gersho 1988; Sullivan and
 * Wiegand 1998). That one needs neither a unit of distortion nor an encoder's own lambda.
 */
export function lagrangianCost({ bits, psnrYuv, ssimDb }: Scores, slopes: Slopes): number {
  const atEqualQuality = (quality: number, slope: number) => Math.log(bits) - quality / NEPER / slope;
  return (atEqualQuality(psnrYuv, slopes.psnrYuv) + atEqualQuality(ssimDb, slopes.ssimDb)) / 2;
}

/** The cheapest of some, the first of equal ones. @param all at least one */
export function cheapest<Candidate extends { readonly scores: Scores }>(
  all: readonly Candidate[],
  slopes: Slopes,
): Candidate {
  return all.reduce((best, candidate) =>
    lagrangianCost(candidate.scores, slopes) < lagrangianCost(best.scores, slopes) ? candidate : best,
  );
}
