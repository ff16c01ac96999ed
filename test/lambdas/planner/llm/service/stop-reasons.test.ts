import { describe, expect, it } from 'vitest';
import { claudeMessage } from '../../../../support/fake-claude.ts';
import { askFake } from '../asked-claude.ts';
import { goodAnswer, planningSituation } from '../planning-situation.ts';

/** Of claude-sonnet-5-5 for the fake's 1000 tokens in and 500 out. */
const ONE_ANSWER = { input_tokens: 1000, output_tokens: 500, cost_usd: 0.007 };
const refusal = { type: 'refusal', category: 'frontier_llm', explanation: 'not this' };

describe('a stop reason', () => {
  it('end_turn ends with the plan', async () => {
    const { answer, exchange } = await askFake([claudeMessage(goodAnswer())]);
    expect(answer).toMatchObject({ kind: 'plan', use: ONE_ANSWER });
    expect(exchange).toMatchObject({ outcome: 'plan', calls: [{ stop_reason: 'end_turn', fault: null }] });
  });

  it.each([
    ['max_tokens', null, "Claude's answer was cut off at 16000 tokens: raise llm.max_tokens"],
    ['stop_sequence', null, 'Claude stopped without a complete answer (stop_sequence)'],
    ['tool_use', null, 'Claude stopped without a complete answer (tool_use)'],
    ['pause_turn', null, 'Claude stopped without a complete answer (pause_turn)'],
    ['refusal', refusal, 'Claude declined to plan (refusal, category frontier_llm): not this'],
    ['refusal', null, 'Claude declined to plan (refusal, category not given)'],
    ['model_context_window_exceeded', null, "exceed the model's context window"],
    ['a_reason_of_the_future', null, 'Claude stopped without a complete answer (a_reason_of_the_future)'],
    [null, null, 'Claude stopped without a complete answer (no stop reason)'],
  ])('%s (%j) falls back at once, is paid, kept and not repaired', async (reason, details, told) => {
    // given an answer that would be a plan if it were complete
    const script = claudeMessage(goodAnswer(), { stopReason: reason as string, stopDetails: details });
    // when
    const { answer, requests, exchange } = await askFake([script]);
    // then
    expect(answer).toMatchObject({
      kind: 'fallback',
      reason: expect.stringContaining(told),
      use: ONE_ANSWER,
    });
    expect(requests).toHaveLength(1);
    expect(exchange).toMatchObject({
      outcome: expect.stringContaining(told),
      cost_usd: 0.007,
      calls: [{ stop_reason: reason, fault: expect.stringContaining(told), answer: { stop_reason: reason } }],
    });
  });

  it('is told with the limit that the settings give', async () => {
    const { answer } = await askFake(
      [claudeMessage('{"root_cause":"x2', { stopReason: 'max_tokens' })],
      planningSituation({}, { max_tokens: 2048 }),
    );
    expect(answer).toMatchObject({ reason: expect.stringContaining('cut off at 2048 tokens') });
  });
});
