import type { Parameters } from './spec.ts';

type Value = Parameters[string];

/** A demand on another parameter of the same encoder; one that is not given has its default. */
export type Condition =
  | { readonly parameter: string; readonly in: readonly Value[] }
  | { readonly parameter: string; readonly notIn: readonly Value[] };

/** A demand in words: `only where scale is not 1`. */
export function conditionText(condition: Condition): string {
  const isOneOf = 'in' in condition;
  const values = (isOneOf ? condition.in : condition.notIn).map(String);
  return `only where ${condition.parameter} is ${isOneOf ? '' : 'not '}${values.join(' or ')}`;
}
