import type { MessageCreateParamsNonStreaming, Messages } from '@anthropic-ai/sdk/resources/messages';
import type { ExchangeCall } from '../../../shared/exchange.ts';
import type { LabSettings } from '../../../shared/settings.ts';
import type { Paid } from '../cost/cost.ts';
import { type CallResult, call } from './call.ts';
import type { ExchangeLog } from './exchange-log.ts';

/** A question without what all questions of a session share. */
export type Question = Omit<MessageCreateParamsNonStreaming, 'model' | 'stream'>;

/** Asks one question and notes it and its answer. @param bound the most that it is charged for. */
export type Session = (
  purpose: ExchangeCall['purpose'],
  question: Question,
  bound: Paid,
  signal: AbortSignal,
) => Promise<CallResult>;

/** Clocks of a session: the date, and milliseconds that only rise. */
export interface Clocks {
  readonly now: () => Date;
  readonly milliseconds: () => number;
}

/** Questions to one model, each noted in the log. */
export function openSession(
  messages: Messages,
  { model, timeout_seconds }: LabSettings['llm'],
  log: ExchangeLog,
  { now, milliseconds }: Clocks,
): Session {
  return async (purpose, question, bound, signal) => {
    const request = { model, ...question };
    await log.asking(purpose, request, now());
    const start = milliseconds();
    const asked = { model, timeoutSeconds: timeout_seconds };
    const result = await call(messages, request, asked, signal, milliseconds);
    await log.answered(result, milliseconds() - start, bound);
    return result;
  };
}
