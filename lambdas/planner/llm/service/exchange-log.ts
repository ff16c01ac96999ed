import type { MessageCreateParamsNonStreaming } from '@anthropic-ai/sdk/resources/messages';
import type { Exchange, ExchangeCall } from '../../../shared/exchange.ts';
import { SCHEMAS } from '../../../shared/names.ts';
import type { WebSource } from '../../../shared/reasoning.ts';
import { answerUsd, type Paid } from '../cost/cost.ts';
import type { LlmUse } from '../use.ts';
import type { CallResult } from './call.ts';
import { tokensOf } from './reply.ts';

/** Where an exchange is kept. */
export interface ExchangeKeeper {
  /** Key in the artifact store. */
  readonly key: string;
  /** Replaces what was kept before. */
  readonly keep: (text: string) => Promise<void>;
}

/** What an exchange is about, and what must not be written down with it. */
export interface ExchangeHead {
  readonly campaign: string;
  readonly provider: string;
  readonly model: string;
  readonly secret: string;
}

/**
 * All questions and answers of one planning. It is kept before each question and after each answer: what was asked
 * stays known when the process ends, and a store that takes nothing fails before anything is paid.
 */
export class ExchangeLog {
  readonly #head: ExchangeHead;
  readonly #keeper: ExchangeKeeper | undefined;
  readonly #calls: ExchangeCall[] = [];
  #outcome: string | null = null;

  constructor(head: ExchangeHead, keeper: ExchangeKeeper | undefined) {
    this.#head = head;
    this.#keeper = keeper;
  }

  /** Notes a question before it is sent. */
  async asking(
    purpose: ExchangeCall['purpose'],
    request: MessageCreateParamsNonStreaming,
    at: Date,
  ): Promise<void> {
    this.#calls.push({
      purpose,
      asked_at: at.toISOString(),
      request,
      attempts: [],
      milliseconds: null,
      answer: null,
      request_id: null,
      stop_reason: null,
      tokens: null,
      cost_usd: 0,
      cost_is_bound: false,
      fault: null,
    });
    await this.#keep();
  }

  /** Completes the newest question with what came of it. @param bound what a lost answer may have cost. */
  async answered(result: CallResult, milliseconds: number, bound: Paid): Promise<void> {
    const { reply, reason, isLost, answer, requestId, attempts } = result;
    const { model } = this.#head;
    const tokens = reply === undefined ? null : tokensOf(reply);
    const paid = tokens ?? (isLost ? bound : undefined);
    this.#replace({
      ...this.#newest(),
      attempts: [...attempts],
      milliseconds: Math.round(milliseconds),
      answer,
      request_id: requestId,
      stop_reason: reply?.stop_reason ?? null,
      tokens,
      cost_usd: paid === undefined ? 0 : answerUsd(model, paid),
      cost_is_bound: isLost,
      fault: reply === undefined ? reason : null,
    });
    await this.#keep();
  }

  /** Notes why the newest answer was of no use. */
  async unusable(fault: string): Promise<void> {
    this.#replace({ ...this.#newest(), fault });
    await this.#keep();
  }

  /** Notes how planning ended: `plan`, or why it goes by the rules. */
  async ended(outcome: string): Promise<void> {
    this.#outcome = outcome;
    await this.#keep();
  }

  /** What all of it took so far. */
  use(webSources: readonly WebSource[]): LlmUse {
    const sum = (part: 'input' | 'output') =>
      this.#calls.reduce((total, { tokens }) => total + (tokens?.[part] ?? 0), 0);
    return {
      model: this.#head.model,
      input_tokens: sum('input'),
      output_tokens: sum('output'),
      cost_usd: this.#cost(),
      ...(this.#keeper !== undefined && { exchange_key: this.#keeper.key }),
      ...(webSources.length > 0 && { web_sources: webSources }),
    };
  }

  #cost(): number {
    return this.#calls.reduce((total, { cost_usd }) => total + cost_usd, 0);
  }

  #newest(): ExchangeCall {
    const call = this.#calls.at(-1);
    if (call === undefined) throw new RangeError('no question has been noted yet');
    return call;
  }

  #replace(call: ExchangeCall): void {
    this.#calls[this.#calls.length - 1] = call;
  }

  async #keep(): Promise<void> {
    if (this.#keeper === undefined) return;
    const { campaign, provider, model, secret } = this.#head;
    const exchange: Exchange = {
      schema: SCHEMAS.exchange,
      campaign,
      provider,
      model,
      calls: this.#calls,
      cost_usd: this.#cost(),
      outcome: this.#outcome,
    };
    const text = JSON.stringify(exchange);
    const hidden = JSON.stringify(secret).slice(1, -1);
    await this.#keeper.keep(hidden === '' ? text : text.replaceAll(hidden, '(key)'));
  }
}
