import * as z from 'zod';
import { SCHEMAS } from './names.ts';

/** One HTTP request of a call: the SDK repeats those that the service turned away. */
export const ExchangeAttempt = z.strictObject({
  /** HTTP status; null when no response came. */
  status: z.int().nullable(),
  milliseconds: z.number(),
  /** Code or name of the connection's fault; null for none. */
  error: z.string().max(300).nullable(),
});
export type ExchangeAttempt = z.output<typeof ExchangeAttempt>;

export const ExchangeTokens = z.strictObject({
  /** Cached ones included. */
  input: z.int(),
  /** Thinking included. */
  output: z.int(),
  /** Null where the service does not say. */
  thinking: z.int().nullable(),
  web_searches: z.int(),
});
export type ExchangeTokens = z.output<typeof ExchangeTokens>;

/** One question and its answer. */
export const ExchangeCall = z.strictObject({
  purpose: z.enum(['research', 'plan', 'repair']),
  asked_at: z.iso.datetime(),
  /** The body as sent: model, system prompt, turns, tools, schema of the answer. */
  request: z.unknown(),
  attempts: z.array(ExchangeAttempt),
  /** From the question to the end of the answer, waits included; null while it is under way, likewise the next. */
  milliseconds: z.number().nullable(),
  /** The body as received; null where none came or it was no JSON. */
  answer: z.unknown(),
  /** Id that the service gave the request. */
  request_id: z.string().nullable(),
  stop_reason: z.string().nullable(),
  tokens: ExchangeTokens.nullable(),
  cost_usd: z.number(),
  /** True where the answer was lost and the cost is what it may have been at most. */
  cost_is_bound: z.boolean(),
  /** Why the answer was of no use; null when it was, or is not there yet. */
  fault: z.string().nullable(),
});
export type ExchangeCall = z.output<typeof ExchangeCall>;

/** All that was asked of a model for one reasoning and all that it answered, at every try. */
export const Exchange = z.strictObject({
  schema: z.literal(SCHEMAS.exchange),
  campaign: z.string(),
  provider: z.string(),
  model: z.string(),
  calls: z.array(ExchangeCall),
  cost_usd: z.number(),
  /** `plan`, or the sentence why planning went by the rules; null while it is under way or when it broke off. */
  outcome: z.string().nullable(),
});
export type Exchange = z.output<typeof Exchange>;
