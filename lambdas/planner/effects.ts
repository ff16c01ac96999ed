import { encoderName, isSameEncoder } from '../shared/encoder-name.ts';
import type { Parameters } from '../shared/spec.ts';
import { type Measured, ratedRecords } from './evidence.ts';
import type { PlanningContext } from './planning.ts';

/** What one parameter's value was seen to do, from two measurements that differ in nothing else. */
export interface Effect {
  readonly encoder: string;
  readonly name: string;
  /** Undefined where the encoder's own choice stood. */
  readonly from: Parameters[string] | undefined;
  readonly to: Parameters[string];
  /** Points of BD-rate, negative is better. */
  readonly points: number;
  readonly before: Measured;
  readonly after: Measured;
}

/** All effects in the history of one given value against another, or against none. */
export function measuredEffects(context: PlanningContext): Effect[] {
  const rated = ratedRecords(context);
  return rated.flatMap((before) =>
    rated.flatMap((after) => {
      const name = onlyDifference(before, after);
      const to = name === undefined ? undefined : after.spec.parameters[name];
      if (name === undefined || to === undefined) return [];
      const from = before.spec.parameters[name];
      const points = after.bdRate - before.bdRate;
      return [{ encoder: encoderName(after.spec), name, from, to, points, before, after }];
    }),
  );
}

/** The one parameter in which two specs of an encoder differ; undefined for none or several. */
function onlyDifference(a: Measured, b: Measured): string | undefined {
  if (!isSameEncoder(a.spec, b.spec)) return undefined;
  const names = Object.keys({ ...a.spec.parameters, ...b.spec.parameters }).filter(
    (name) => a.spec.parameters[name] !== b.spec.parameters[name],
  );
  return names.length === 1 ? names[0] : undefined;
}
