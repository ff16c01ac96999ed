import type { WebSource } from '../../shared/reasoning.ts';

/** What one planning took of the model, and where all of it is kept. */
export interface LlmUse {
  readonly model: string;
  /** Of the answers that came. */
  readonly input_tokens: number;
  readonly output_tokens: number;
  /** USD of the answers and searches; an answer that was lost on the way counts as what it may have cost at most. */
  readonly cost_usd: number;
  /** Key of the exchange in the artifact store; absent where none was kept. */
  readonly exchange_key?: string;
  /** Pages that the web search found; absent for none. */
  readonly web_sources?: readonly WebSource[];
}
