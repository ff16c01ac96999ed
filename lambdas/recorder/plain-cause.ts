import * as z from 'zod';
import type { CaughtFailure } from '../shared/workflow.ts';

/** What a Lambda function's error looks like in a cause. */
const FunctionError = z.object({ errorMessage: z.string() });

/** The Fail state's cause is read by people in a console column. */
const LONGEST_CAUSE = 600;

/** The sentence within a caught failure's cause: a function's error message, or the text as it is. */
export function plainCause({ Error: name, Cause: cause }: CaughtFailure): string {
  if (!cause) return `${name}, without further words`;
  const parsed = FunctionError.safeParse(parseJson(cause));
  return (parsed.success ? parsed.data.errorMessage : cause).slice(0, LONGEST_CAUSE);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
