import { MissingEnvironmentError } from './errors.ts';

/** The environment as plain text by name; passed in, never read from the process inside the core. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Value of a required variable. @throws MissingEnvironmentError when it is absent or empty. */
export function required(environment: Environment, variable: string): string {
  const value = environment[variable];
  if (value === undefined || value === '') throw new MissingEnvironmentError(variable);
  return value;
}

/** Value of an optional variable; an empty one counts as absent. */
export function optional(environment: Environment, variable: string): string | undefined {
  return environment[variable] || undefined;
}
