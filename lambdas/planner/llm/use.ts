import { llmUsd } from '../../shared/prices.ts';
import type { WebSource } from '../../shared/reasoning.ts';

/** What one planning took of the model, in tokens of the answers that came and in USD, and where all of it is kept. */
export interface LlmUse {
  readonly model: string;
  readonly input_tokens: number;
  readonly output_tokens: number;
  readonly cost_usd: number;
  /** Key of the exchange in the artifact store; absent where none was kept. */
  readonly exchange_key?: string;
  /** Pages that the web search found; absent for none. */
  readonly web_sources?: readonly WebSource[];
}

/** Use before the first answer. */
export function noUse(model: string): LlmUse {
  return { model, input_tokens: 0, output_tokens: 0, cost_usd: 0 };
}

/** Use with one more answer. Tokens that pass a cache are charged in full, so that a cap errs on the safe side. */
export function addUse(use: LlmUse, inputTokens: number, outputTokens: number): LlmUse {
  const input_tokens = use.input_tokens + inputTokens;
  const output_tokens = use.output_tokens + outputTokens;
  return {
    model: use.model,
    input_tokens,
    output_tokens,
    cost_usd: llmUsd(use.model, input_tokens, output_tokens),
  };
}
