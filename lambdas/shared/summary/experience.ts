import * as z from 'zod';
import { StoredEncoder } from '../configured.ts';
import { Parameters } from '../spec.ts';

/**
 * An idea that did worse than its forecast allowed, or that was screened out although it promised to win. Attempts at the
 * same change add to the evidence.
 */
export const RefutedIdea = z.strictObject({
  /** What it changed against the champion of its time, for example `libsvtav1: film_grain=8`. */
  change: z.string().max(200),
  ...StoredEncoder,
  parameters: Parameters,
  /** The newest attempt's purpose, as its source stated it. */
  idea: z.string().max(120),
  /** Of the newest attempt: the middle of its forecast and what came of it, percent; null where it was screened out. */
  expected_percent: z.number(),
  bd_rate_percent: z.number().nullable(),
  /** Ids of experiments, newest last. */
  evidence: z.array(z.string()),
  /** Attempts in all. */
  attempts: z.int(),
  /** Clips that the newest attempt was measured on. */
  clip_set: z.string(),
});
export type RefutedIdea = z.output<typeof RefutedIdea>;

/** Failures of one class: ids newest last, and the message of the newest. */
export const FailureNote = z.strictObject({
  count: z.int(),
  newest: z.array(z.string()),
  message: z.string().max(160),
});
export type FailureNote = z.output<typeof FailureNote>;

/**
 * How often an encoder was tried on the present clips, and how often each of its parameters was given each value; what was
 * not given is not counted. A value is written as JSON, a fraction to two significant digits.
 */
export const TriedEncoder = z.strictObject({
  experiments: z.int(),
  parameters: z.record(z.string(), z.record(z.string(), z.int())),
});
export type TriedEncoder = z.output<typeof TriedEncoder>;
