import { describe, expect, it } from 'vitest';
import { planBound } from '../../../../../lambdas/planner/llm/cost/expected-cost.ts';
import { promptOf } from '../../../../../lambdas/planner/llm/prompt/prompt.ts';
import { llmUsd } from '../../../../../lambdas/shared/prices.ts';
import { claudeMessage, type ScriptedAnswer } from '../../../../support/fake-claude.ts';
import { askFake } from '../asked-claude.ts';
import { goodAnswer, planningSituation } from '../planning-situation.ts';

const situation = planningSituation({}, { timeout_seconds: 0.3 });
const bound = planBound(situation.settings.llm, promptOf(situation, []));
const UPPER = llmUsd('claude-sonnet-5-5', bound.input, bound.output);
const absurd = claudeMessage(goodAnswer(), { outputTokens: 1e12 });

describe('an answer that may have been paid for and is lost', () => {
  it.each<[string, ScriptedAnswer, string]>([
    ['never comes', 'hang', 'Claude did not answer within 0.3 s'],
    ['ends with the connection', 'reset', 'broke off before the answer'],
    ['breaks off within the body', 'cut-off', "before Claude's answer was complete"],
    ['stalls within the body', 'stall', "before Claude's answer was complete"],
    ['is ten million characters long', 'flood', "before Claude's answer was complete"],
    ['is a page with status 200', { status: 200, body: '<html>welcome</html>' }, 'no message of Claude'],
    ['is cut JSON', { status: 200, body: '{"id":"msg", "content":[' }, 'no message of Claude'],
    ['is empty', { status: 200, body: '' }, 'no message of Claude'],
    ['is other JSON', { status: 200, body: { hello: 1 } }, 'no message of Claude'],
    ['counts a trillion tokens', absurd, 'no message of Claude'],
  ])('because it %s: counts at its upper bound, is asked for once and told', async (_case, script, told) => {
    const { answer, requests, exchange } = await askFake([script], situation);
    expect(answer).toMatchObject({ kind: 'fallback', reason: expect.stringContaining(told) });
    expect(answer.use).toMatchObject({ input_tokens: 0, output_tokens: 0 });
    expect(answer.use.cost_usd).toBeCloseTo(UPPER, 10);
    expect(requests).toHaveLength(1);
    expect(exchange.calls).toMatchObject([
      { cost_is_bound: true, tokens: null, fault: expect.stringContaining(told) },
    ]);
  });

  it('because the time for a whole plan is over', async () => {
    const { answer, requests } = await askFake(['hang'], planningSituation(), [], {
      wholePlanMilliseconds: 200,
    });
    expect(answer).toMatchObject({
      kind: 'fallback',
      reason: 'Claude took longer than the time for a whole plan',
    });
    expect(answer.use.cost_usd).toBeGreaterThan(0.1);
    expect(requests).toHaveLength(1);
  });

  it('keeps the text of what came instead', async () => {
    const { exchange } = await askFake([{ status: 200, body: '<html>welcome</html>' }]);
    expect(exchange.calls[0]?.answer).toBe('<html>welcome</html>');
  });
});
