import type * as z from 'zod';
import { InvalidRecordError } from '../errors.ts';
import { describeIssues } from '../settings.ts';

/** A stored item in the shape of its schema. @param what names it in a sentence @throws InvalidRecordError */
export function parseStored<Schema extends z.ZodType>(
  schema: Schema,
  item: unknown,
  what: string,
): z.output<Schema> {
  const parsed = schema.safeParse(item);
  if (!parsed.success) throw new InvalidRecordError(what, describeIssues(parsed.error));
  return parsed.data;
}
