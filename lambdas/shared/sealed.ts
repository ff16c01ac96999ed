import * as z from 'zod';
import { canonicalJson, sha256 } from './spec.ts';

const Sealed = z.looseObject({ sha256: z.string() });

/** JSON of what is kept with a SHA-256 of its canonical form beside it, so that damage shows. */
export function seal(content: object): string {
  return `${JSON.stringify({ ...content, sha256: sha256(canonicalJson(content)) }, null, 1)}\n`;
}

/** What was sealed; undefined where there is none, where it is not what it was, or not of this schema. */
export function unseal<Content>(text: string | undefined, schema: z.ZodType<Content>): Content | undefined {
  const parsed = Sealed.safeParse(text === undefined ? undefined : parseJson(text));
  if (!parsed.success) return undefined;
  const { sha256: own, ...content } = parsed.data;
  return own === sha256(canonicalJson(content)) ? schema.safeParse(content).data : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
