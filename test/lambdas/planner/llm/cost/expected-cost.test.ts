import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answerUsd } from '../../../../../lambdas/planner/llm/cost/cost.ts';
import { expectedLlmUsd } from '../../../../../lambdas/planner/llm/cost/expected-cost.ts';
import { promptOf } from '../../../../../lambdas/planner/llm/prompt/prompt.ts';
import { claudeMessage, type ScriptedAnswer } from '../../../../support/fake-claude.ts';
import { askFake } from '../asked-claude.ts';
import { goodAnswer, measuredRecord, planningSituation } from '../planning-situation.ts';

const ONE_MILLION = { input: 1_000_000, output: 1_000_000, web_searches: 0 };

describe('answerUsd', () => {
  it.each([
    ['claude-sonnet-5-5', 12],
    ['global.anthropic.claude-sonnet-5-5', 12],
    ['eu.anthropic.claude-sonnet-5-5-v1:0', 12],
    ['anthropic.claude-opus-5-5', 24],
    ['a-model-without-a-price', 60],
  ])('charges %s by its own price, or the dearest', (model, usd) => {
    expect(answerUsd(model, ONE_MILLION)).toBeCloseTo(usd, 10);
  });
});

describe('expectedLlmUsd', () => {
  it('is the price of a plan and its repair at their full length', () => {
    const context = planningSituation();
    const usd = expectedLlmUsd(context.settings.llm, promptOf(context, []));
    // 2 x 16,000 tokens out at 10 USD a million alone
    expect(usd).toBeGreaterThan(0.32);
    expect(usd).toBeLessThan(0.45);
  });

  it('stays below a dollar with a full digest of the longest texts', () => {
    const history = Array.from({ length: 50 }, (_, index) =>
      measuredRecord(`20261123T060000Z-1a2b3c4d-${String(index).padStart(2, '0')}`, {
        purpose: 'p'.repeat(400),
        verdict_reason: 'v'.repeat(600),
      }),
    );
    const context = planningSituation({ history });
    expect(expectedLlmUsd(context.settings.llm, promptOf(context, []))).toBeLessThan(1);
  });

  it('is what planning costs at most, whatever comes of each question', async () => {
    const context = planningSituation(
      {},
      { timeout_seconds: 0.1, max_tokens: 1024, web_search: { enabled: true } },
    );
    const most = expectedLlmUsd(context.settings.llm, promptOf(context, []));
    const full = { inputTokens: 9000, outputTokens: 1024 };
    const script = fc.array(
      fc.constantFrom<ScriptedAnswer>(
        'hang',
        'reset',
        claudeMessage('no plan', full),
        claudeMessage(goodAnswer(), full),
        claudeMessage('', { ...full, stopReason: 'pause_turn', searches: 1 }),
      ),
      { minLength: 1, maxLength: 6 },
    );
    await fc.assert(
      fc.asyncProperty(script, async ([first = 'hang', ...rest]) => {
        const { answer } = await askFake([first, ...rest], context);
        expect(answer.use.cost_usd).toBeLessThanOrEqual(most);
      }),
      { numRuns: 15 },
    );
  });
});
