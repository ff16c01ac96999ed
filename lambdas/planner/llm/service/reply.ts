import * as z from 'zod';
import type { ExchangeTokens } from '../../../shared/exchange.ts';

/** More than any model takes or gives; a figure beyond is no count of tokens and must not reach a ledger. */
const Tokens = z.int().min(0).max(10_000_000);

/**
 * The part of a reply that planning needs; checked, because a proxy on the way may answer 200 with anything. Blocks keep
 * fields that are not named here: a paused turn has to go back as it came.
 */
export const Reply = z.object({
  content: z.array(z.looseObject({ type: z.string() })),
  stop_reason: z.string().nullable(),
  stop_details: z.object({ category: z.string().nullish(), explanation: z.string().nullish() }).nullish(),
  usage: z.object({
    input_tokens: Tokens,
    output_tokens: Tokens,
    cache_creation_input_tokens: Tokens.nullish(),
    cache_read_input_tokens: Tokens.nullish(),
    output_tokens_details: z.object({ thinking_tokens: Tokens.nullish() }).nullish(),
    server_tool_use: z.object({ web_search_requests: z.int().min(0).max(1000).nullish() }).nullish(),
  }),
});
export type Reply = z.output<typeof Reply>;

/** All text of a reply. Thinking may come first and carries no answer. */
export function replyText({ content }: Reply): string {
  return content
    .flatMap(({ type, text }) => (type === 'text' && typeof text === 'string' ? [text] : []))
    .join('');
}

/** Tokens that pass a cache are counted in full, so that a cap errs on the safe side. */
export function tokensOf({ usage }: Reply): ExchangeTokens {
  const cached = (usage.cache_creation_input_tokens ?? 0) + (usage.cache_read_input_tokens ?? 0);
  return {
    input: usage.input_tokens + cached,
    output: usage.output_tokens,
    thinking: usage.output_tokens_details?.thinking_tokens ?? null,
    web_searches: usage.server_tool_use?.web_search_requests ?? 0,
  };
}
