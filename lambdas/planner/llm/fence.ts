const OPENING = '<laboratory_records>';
const CLOSING = '</laboratory_records>';

/** Name of the block that holds everything which the laboratory, its users and earlier models wrote. */
export const FENCE_NAME = 'laboratory_records';

/**
 * JSON between two marker lines. Clip names, purposes and messages inside are foreign text: angle brackets are written
 * as JSON escapes, so that no value can close the block and speak from outside it.
 */
export function fence(value: unknown): string {
  return `${OPENING}\n${escapedJson(value)}\n${CLOSING}`;
}

/** JSON without angle brackets; the same value to every JSON reader. */
export function escapedJson(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c').replaceAll('>', '\\u003e');
}
