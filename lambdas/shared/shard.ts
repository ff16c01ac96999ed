import * as z from 'zod';
import { FAILURE_CLASSES, SCHEMAS } from './names.ts';
import { ExperimentResult } from './result.ts';

/**
 * What one shard of an experiment measured: a result without conclusions, which only all shards together allow. Stored with
 * a hash of its content.
 */
export const ShardResult = z.strictObject({
  schema: z.literal(SCHEMAS.shard),
  /** Its number, from 0. */
  shard: z.int().min(0),
  /** Whether the spec asks for the anchor itself, as the task's declared spaces tell. */
  is_anchor: z.boolean(),
  /** What a fresh measurement gave otherwise than is kept, in a sentence; null for nothing. */
  drift: z.string().nullable(),
  result: ExperimentResult,
});
export type ShardResult = z.output<typeof ShardResult>;

/** Why a shard's task left no result, as the workflow saw it end. */
export const ShardFailure = z.strictObject({
  class: z.enum(FAILURE_CLASSES),
  message: z.string().max(600),
});
export type ShardFailure = z.output<typeof ShardFailure>;

/** What lies where a shard's measurement should be. */
export type FoundShard =
  | { readonly kind: 'measured'; readonly measured: ShardResult }
  | { readonly kind: 'failed'; readonly failure: ShardFailure }
  | { readonly kind: 'missing' };
