import { describe, expect, it } from 'vitest';
import { claudeError, claudeMessage } from '../../../../support/fake-claude.ts';
import { askFake, KEY } from '../asked-claude.ts';
import { goodAnswer } from '../planning-situation.ts';

const BAD = { ...goodAnswer(), confidence_score: 7 };

describe('the exchange', () => {
  it('keeps every try with prompt, raw answer, stop reason, tokens, latency and cost', async () => {
    const { answer, requests, exchange } = await askFake([
      claudeError(429, 'rate_limit_error', 'slow down'),
      claudeMessage(BAD, { thinking: true }),
      claudeMessage(goodAnswer()),
    ]);
    expect(answer).toMatchObject({
      kind: 'plan',
      use: { exchange_key: 'reasoning/default/one/exchange.json' },
    });
    expect(exchange).toMatchObject({
      schema: 'codec-lab.exchange.v1',
      campaign: 'default',
      provider: 'anthropic',
      model: 'claude-sonnet-5-5',
      outcome: 'plan',
      calls: [
        {
          purpose: 'plan',
          attempts: [
            { status: 429, error: null },
            { status: 200, error: null },
          ],
          request_id: 'req_fake',
          stop_reason: 'end_turn',
          tokens: { input: 1000, output: 500, thinking: null, web_searches: 0 },
          cost_usd: 0.007,
          cost_is_bound: false,
          fault: expect.stringContaining('confidence_score'),
        },
        { purpose: 'repair', attempts: [{ status: 200 }], cost_usd: 0.007, fault: null },
      ],
    });
    expect(exchange.cost_usd).toBe(answer.use.cost_usd);
    // the very bodies that went over the wire, and what came back whole
    expect(exchange.calls.map(({ request }) => request)).toEqual([requests[1]?.body, requests[2]?.body]);
    expect(exchange.calls[0]?.answer).toMatchObject({
      content: [{ type: 'thinking' }, { type: 'text', text: JSON.stringify(BAD) }],
    });
    for (const { milliseconds } of exchange.calls) expect(milliseconds).toBeGreaterThanOrEqual(0);
  });

  it('is kept before each question, so that it is known what was asked when the process ends', async () => {
    const { kept } = await askFake([claudeMessage(goodAnswer())]);
    expect(kept[0]).toMatchObject({
      outcome: null,
      calls: [{ answer: null, milliseconds: null, fault: null }],
    });
    expect(kept[0]?.calls[0]?.request).toMatchObject({ model: 'claude-sonnet-5-5' });
  });

  it('never holds the key, not even one that the service repeats', async () => {
    const { answer, exchange, requests } = await askFake([
      claudeMessage({ ...BAD, hypothesis: `the key is ${KEY}` }),
      claudeError(401, 'authentication_error', `no such key ${KEY}`),
    ]);
    expect(JSON.stringify(exchange)).toContain('the key is (key)');
    expect(JSON.stringify([answer, exchange])).not.toContain(KEY);
    expect(JSON.stringify(requests[0]?.body)).not.toContain(KEY);
  });
});
