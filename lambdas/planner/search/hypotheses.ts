/** A way in which the effects of parameters may lie, in points of log-rate. */
export interface Hypothesis {
  /** Share of what is expected of encoders, efforts and parameters that is believed, 0 to 1. */
  readonly trust: number;
  /** Standard deviation of an encoder against what is believed of it. */
  readonly encoder: number;
  /** Of any departure from the encoder's own choice against what is expected of it, and what each expected point adds. */
  readonly departure: number;
  readonly perExpectedPoint: number;
  /** Of two departures together against their sum; each pair has its own. */
  readonly pair: number;
  /** Probability before anything was observed. */
  readonly probability: number;
}

/**
 * What is known of encoders holds, or it does not; effects add up, or they depend on each other. How well each hypothesis
 * foretold what was observed decides how much it is believed (Bayesian model averaging, Hoeting et al. 1999).
 */
export const HYPOTHESES: readonly Hypothesis[] = [
  { trust: 1, encoder: 7, departure: 1.5, perExpectedPoint: 0.4, pair: 0.9, probability: 0.75 },
  { trust: 1, encoder: 7, departure: 1.5, perExpectedPoint: 0.4, pair: 5, probability: 0.15 },
  { trust: 0, encoder: 25, departure: 4, perExpectedPoint: 0, pair: 1, probability: 0.05 },
  { trust: 0, encoder: 25, departure: 4, perExpectedPoint: 0, pair: 7, probability: 0.05 },
];
