import { commitmentIds } from '../../shared/ledger/commitment-ids.ts';
import type { LlmAnswer } from '../llm/ask-claude.ts';
import { expectedLlmUsd } from '../llm/cost/expected-cost.ts';
import { promptOf } from '../llm/prompt/prompt.ts';
import type { Finding, PlanningContext } from '../planning.ts';
import { commitLlm, type Run, settleLlm } from './run-budget.ts';

/**
 * Asks the model with its cost set aside, and settles what it came to, also where nothing usable came of it.
 * @throws what `ask` throws; then all that was set aside counts as spent, because nobody knows what was
 */
export async function askWithinBudget(
  run: Run,
  context: PlanningContext,
  findings: readonly Finding[],
  ask: () => Promise<LlmAnswer>,
): Promise<LlmAnswer> {
  const { llm } = run.settings;
  const bound = expectedLlmUsd(llm, promptOf(context, findings));
  const id = commitmentIds.llm(run.reasoningId, run.now());
  const refused = await commitLlm(run, id, bound);
  if (refused !== undefined)
    return {
      kind: 'fallback',
      reason: refused,
      use: { model: llm.model, input_tokens: 0, output_tokens: 0, cost_usd: 0 },
    };
  let spent = bound;
  try {
    const answer = await ask();
    spent = answer.use.cost_usd;
    return answer;
  } finally {
    await settleLlm(run, id, spent);
  }
}
