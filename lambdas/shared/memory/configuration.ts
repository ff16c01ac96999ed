import { isSameEncoder, storedEncoder } from '../encoder-name.ts';
import type { Configuration } from '../spec.ts';

/** A configuration as rows keep it. */
export function storedConfiguration({ parameters, ...encoder }: Configuration) {
  return { ...storedEncoder(encoder), parameters };
}

/** Whether two configurations are the same, in whatever order their parameters stand. */
export function isSame(a: Configuration, b: Configuration): boolean {
  const names = Object.keys(a.parameters);
  return (
    isSameEncoder(a, b) &&
    names.length === Object.keys(b.parameters).length &&
    names.every((name) => Object.hasOwn(b.parameters, name) && a.parameters[name] === b.parameters[name])
  );
}

/** Values with one more of a configuration, which takes the place of an earlier one of the same. */
export function withNewest<Value extends Configuration>(values: readonly Value[], newest: Value): Value[] {
  return [...values.filter((each) => !isSame(each, newest)), newest];
}
