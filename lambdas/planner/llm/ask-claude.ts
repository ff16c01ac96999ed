import { BaseAnthropic } from '@anthropic-ai/sdk';
import { zodOutputFormat } from '@anthropic-ai/sdk/helpers/zod';
import { type MessageParam, Messages } from '@anthropic-ai/sdk/resources/messages';
import type { Finding, PlanningContext, Proposal } from '../planning.ts';
import { answerSchema } from './answer-schema.ts';
import { digest } from './digest.ts';
import { exchange, type Reply } from './exchange.ts';
import { fence } from './fence.ts';
import { INSTRUCTIONS, planningTurn, repairTurn } from './instructions.ts';
import { type AnswerBounds, readAnswer } from './read-answer.ts';
import { shorten } from './shorten.ts';
import { usableEncoders } from './usable-encoders.ts';
import { addUse, type LlmUse, noUse } from './use.ts';

export type { LlmUse } from './use.ts';

/** A plan by Claude, or why planning has to go by the rules; `use` counts every answer that was received. */
export type LlmAnswer =
  | { readonly kind: 'plan'; readonly proposal: Proposal; readonly use: LlmUse }
  | { readonly kind: 'fallback'; readonly reason: string; readonly use: LlmUse };

/**
 * Time for a whole plan, retries and repair included. Below the planner's 15 minutes with room for the rules, because
 * the SDK waits as long as a server asks it to.
 */
const WHOLE_PLAN_MILLISECONDS = 12 * 60_000;

/**
 * Asks Claude for the next experiments. An invalid plan is handed back once with its faults. No failure of Claude is
 * thrown; an error of this program is.
 * @param key API key; `ANTHROPIC_BASE_URL` may redirect the client.
 * @param wholePlanMilliseconds limit over all calls and waits.
 */
export async function askClaude(
  context: PlanningContext,
  findings: readonly Finding[],
  key: string,
  wholePlanMilliseconds: number = WHOLE_PLAN_MILLISECONDS,
): Promise<LlmAnswer> {
  const { model, effort, max_tokens, timeout_seconds } = context.settings.llm;
  let use = noUse(model);
  const fallback = (reason: string): LlmAnswer => ({
    kind: 'fallback',
    reason: shorten(reason.replaceAll(key, '(key)'), 600),
    use,
  });

  // Client and the one resource that is used: the whole client doubles the bundle with what only agents need.
  const client = new BaseAnthropic({
    apiKey: key,
    timeout: Math.ceil(timeout_seconds * 1000),
    maxRetries: 2,
  });
  if (!URL.canParse(client.baseURL)) return fallback('ANTHROPIC_BASE_URL is no URL: correct it or unset it');

  const bounds = answerBounds(context);
  const format = zodOutputFormat(answerSchema(bounds.encoders, bounds.arms));
  const signal = AbortSignal.timeout(wholePlanMilliseconds);
  const question = planningTurn(fence(digest(context, findings, bounds.encoders)), bounds.arms);
  const messages: MessageParam[] = [{ role: 'user', content: question }];
  let faults: readonly string[] = [];
  for (const isRepair of [false, true]) {
    const outcome = await exchange(
      new Messages(client),
      {
        model,
        max_tokens,
        system: INSTRUCTIONS,
        thinking: { type: 'adaptive' },
        output_config: { effort, format },
        messages: [...messages],
      },
      { model, timeoutSeconds: timeout_seconds },
      signal,
    );
    if ('reason' in outcome)
      return fallback(isRepair ? `repair of the plan: ${outcome.reason}` : outcome.reason);
    use = addUse(use, inputTokens(outcome.reply), outcome.reply.usage.output_tokens);
    if (outcome.reply.stop_reason !== 'end_turn') return fallback(stopReason(outcome.reply, max_tokens));
    const text = answerText(outcome.reply);
    const read = readAnswer(text, bounds);
    if ('proposal' in read) return { kind: 'plan', proposal: read.proposal, use };
    faults = read.faults;
    messages.push(
      // The API takes no empty turn.
      { role: 'assistant', content: text.trim() || '(no answer)' },
      { role: 'user', content: repairTurn(faults) },
    );
  }
  return fallback(`Claude's plan was still invalid after one repair: ${faults.join('; ')}`);
}

function answerBounds(context: PlanningContext): AnswerBounds {
  const { champion, lineage } = context.summary;
  return {
    encoders: usableEncoders(context.capabilities),
    arms: context.arms,
    experimentIds: new Set(
      [...context.history, ...lineage, ...(champion === null ? [] : [champion])].map(
        ({ experiment_id }) => experiment_id,
      ),
    ),
  };
}

/** Thinking may come first and carries no answer. */
function answerText(reply: Reply): string {
  return reply.content.flatMap(({ type, text }) => (type === 'text' ? [text ?? ''] : [])).join('');
}

function inputTokens({ usage }: Reply): number {
  return usage.input_tokens + (usage.cache_creation_input_tokens ?? 0) + (usage.cache_read_input_tokens ?? 0);
}

function stopReason({ stop_reason, stop_details }: Reply, maxTokens: number): string {
  switch (stop_reason) {
    case 'refusal': {
      const explanation = stop_details?.explanation ? `: ${stop_details.explanation}` : '';
      return `Claude declined to plan (refusal, category ${stop_details?.category ?? 'not given'})${explanation}`;
    }
    case 'max_tokens':
      return `Claude's answer was cut off at ${maxTokens} tokens: raise llm.max_tokens in the settings`;
    default:
      return `Claude stopped without a complete answer (${stop_reason ?? 'no stop reason'})`;
  }
}
