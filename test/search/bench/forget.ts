import { PRIORS, SHIFTS } from '../../../lambdas/planner/priors.ts';

/**
 * Takes away, for the rest of this process, what the planner knows of encoders before it measures: it then takes each effort
 * of theirs for as good as the anchor, and each value of a parameter for as good as the encoder's own choice.
 * @throws RangeError when nothing is known of one.
 */
export function forget(encoders: readonly string[]): void {
  const priors = PRIORS as Record<string, unknown>;
  const shifts = SHIFTS as Record<string, unknown>;
  for (const encoder of encoders) {
    if (shifts[encoder] === undefined) throw new RangeError(`nothing is known of an encoder "${encoder}"`);
    delete shifts[encoder];
    for (const key of Object.keys(priors).filter((each) => each.startsWith(`${encoder}/`)))
      delete priors[key];
  }
}
