import { llmUsd, PRICES } from '../../../shared/prices.ts';

/** What is paid for: tokens, thinking and cached ones included, and searches of the web. */
export interface Paid {
  readonly input: number;
  readonly output: number;
  readonly web_searches: number;
}

/** USD of one answer with its searches. */
export function answerUsd(model: string, { input, output, web_searches }: Paid): number {
  return llmUsd(pricedModel(model), input, output) + web_searches * PRICES.webSearch;
}

/** Whether the price table has this model; if not, it is charged as the dearest. */
export function isPriced(model: string): boolean {
  return Object.hasOwn(PRICES.models, pricedModel(model));
}

/** A model's name in the price table: that of Bedrock without region, vendor and version around it. */
function pricedModel(model: string): string {
  return model.replace(/^(?:[a-z-]+\.)?anthropic\./, '').replace(/-v\d+(?::\d+)?$/, '');
}
