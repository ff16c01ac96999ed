import { AnthropicError } from '@anthropic-ai/sdk';
import type { MessageCreateParamsNonStreaming, Messages } from '@anthropic-ai/sdk/resources/messages';
import * as z from 'zod';
import { type Asked, failureReason } from './failure-reason.ts';

/** The part of a reply that planning needs; checked, because a proxy on the way may answer 200 with anything. */
const Reply = z.object({
  content: z.array(z.object({ type: z.string(), text: z.string().optional() })),
  stop_reason: z.string().nullable(),
  stop_details: z.object({ category: z.string().nullish(), explanation: z.string().nullish() }).nullish(),
  usage: z.object({
    input_tokens: z.int().min(0),
    output_tokens: z.int().min(0),
    cache_creation_input_tokens: z.int().min(0).nullish(),
    cache_read_input_tokens: z.int().min(0).nullish(),
  }),
});
export type Reply = z.output<typeof Reply>;

/** A reply, or the sentence that says why there is none. */
export type Exchange = { readonly reply: Reply } | { readonly reason: string };

/**
 * One question to Claude with the SDK's own retries. The raw response is taken instead of the SDK's parsed message,
 * whose parsing throws and loses stop reason and usage. Errors that are no failure of the exchange are thrown on.
 */
export async function exchange(
  messages: Messages,
  parameters: MessageCreateParamsNonStreaming,
  asked: Asked,
  signal: AbortSignal,
): Promise<Exchange> {
  const response = await messages
    .create(parameters, { signal })
    .asResponse()
    .catch((error: unknown) => {
      if (error instanceof AnthropicError) return failureReason(error, asked);
      throw error;
    });
  if (typeof response === 'string') return { reason: response };
  const body = await readBody(response);
  if (body === undefined) return { reason: "the connection ended before Claude's answer was complete" };
  const reply = Reply.safeParse(body);
  return reply.success
    ? { reply: reply.data }
    : { reason: 'the answer that came with status 200 is no message of Claude: check ANTHROPIC_BASE_URL' };
}

/** The body as JSON, null for other text, undefined when the connection broke off: reading fails in no other way. */
async function readBody(response: Response): Promise<unknown> {
  const text = await response.text().catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
