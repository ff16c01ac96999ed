import { zodOutputFormat } from '@anthropic-ai/sdk/helpers/zod';
import type { MessageParam } from '@anthropic-ai/sdk/resources/messages';
import type { LabSettings } from '../../shared/settings.ts';
import type { Proposal } from '../planning.ts';
import { readAnswer } from './answer/read-answer.ts';
import { planBound, repairBound } from './cost/expected-cost.ts';
import { planningTurn, repairTurn } from './prompt/instructions.ts';
import { type Prompt, schemaOf } from './prompt/prompt.ts';
import type { ExchangeLog } from './service/exchange-log.ts';
import { replyText } from './service/reply.ts';
import type { Session } from './service/session.ts';
import { stopFault } from './service/stop-reason.ts';
import type { Research } from './web/research.ts';

/** What asking for a plan works with. */
export interface PlanTurns {
  readonly session: Session;
  readonly log: ExchangeLog;
  readonly prompt: Prompt;
  readonly web: Research;
  readonly llm: LabSettings['llm'];
  readonly signal: AbortSignal;
}

/**
 * A question for the plan and, where the answer cannot be run, one for its repair. A question that fails or an answer that
 * is not complete is not repaired: the same would come again.
 */
export async function askForPlan({
  session,
  log,
  prompt,
  web,
  llm,
  signal,
}: PlanTurns): Promise<{ readonly proposal: Proposal } | { readonly reason: string }> {
  const { bounds, system, records } = prompt;
  const { effort, max_tokens } = llm;
  const format = zodOutputFormat(schemaOf(prompt));
  const messages: MessageParam[] = [{ role: 'user', content: planningTurn(records, web, bounds.arms) }];
  let faults: readonly string[] = [];
  for (const purpose of ['plan', 'repair'] as const) {
    const { reply, reason } = await session(
      purpose,
      {
        max_tokens,
        system,
        thinking: { type: 'adaptive' },
        output_config: { effort, format },
        messages: [...messages],
      },
      purpose === 'plan' ? planBound(llm, prompt) : repairBound(llm, prompt),
      signal,
    );
    if (reply === undefined) return { reason: told(purpose, reason) };
    const stopped = stopFault(reply, max_tokens);
    if (stopped !== undefined) {
      await log.unusable(stopped);
      return { reason: told(purpose, stopped) };
    }
    const text = replyText(reply);
    const read = readAnswer(text, bounds);
    if ('proposal' in read) return read;
    faults = read.faults;
    await log.unusable(faults.join('; '));
    messages.push(
      // The API takes no empty turn.
      { role: 'assistant', content: text.trim() || '(no answer)' },
      { role: 'user', content: repairTurn(faults) },
    );
  }
  return { reason: `Claude's plan was still invalid after one repair: ${faults.join('; ')}` };
}

function told(purpose: 'plan' | 'repair', reason: string): string {
  return purpose === 'repair' ? `repair of the plan: ${reason}` : reason;
}
