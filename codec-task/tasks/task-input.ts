import type * as z from 'zod';
import { type Environment, required } from '../../lambdas/shared/environment.ts';
import { ENVIRONMENT } from '../../lambdas/shared/names.ts';
import { describeIssues } from '../../lambdas/shared/settings.ts';
import { InvalidSpecError } from '../codecs/checked-space.ts';

/** What the environment tells a task to do. @throws MissingEnvironmentError, InvalidSpecError */
export function readTaskInput<Schema extends z.ZodType>(
  environment: Environment,
  schema: Schema,
): z.output<Schema> {
  const text = required(environment, ENVIRONMENT.taskInput);
  const parsed = schema.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  throw new InvalidSpecError([`${ENVIRONMENT.taskInput} is not allowed: ${describeIssues(parsed.error)}`]);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
