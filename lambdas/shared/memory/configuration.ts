import { canonicalJson, type Parameters } from '../spec.ts';

/** A text that two configurations share exactly when they are equal. */
export function configurationKey({
  encoder,
  parameters,
}: {
  readonly encoder: string;
  readonly parameters: Parameters;
}): string {
  return canonicalJson([encoder, parameters]);
}

/** The newest of each configuration, in the order in which these newest stand. @param values oldest first */
export function distinct<Value extends { readonly encoder: string; readonly parameters: Parameters }>(
  values: readonly Value[],
): Value[] {
  const newest = new Map<string, Value>();
  for (const value of values) {
    const key = configurationKey(value);
    newest.delete(key);
    newest.set(key, value);
  }
  return [...newest.values()];
}
