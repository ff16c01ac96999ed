/** Blocks of text that others wrote: records of the laboratory, notes from the web, faults of an earlier answer. */
export const FENCES = {
  records: 'laboratory_records',
  web: 'web_notes',
  faults: 'faults',
} as const;

/**
 * JSON between two marker lines. Clip names, purposes and messages inside are foreign text: angle brackets are written
 * as JSON escapes, so that no value can close the block and speak from outside it.
 */
export function fence(name: (typeof FENCES)[keyof typeof FENCES], value: unknown): string {
  return `<${name}>\n${escapedJson(value)}\n</${name}>`;
}

/** JSON without angle brackets; the same value to every JSON reader. */
export function escapedJson(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c').replaceAll('>', '\\u003e');
}
