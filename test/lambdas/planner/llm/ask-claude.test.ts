import { describe, expect, it } from 'vitest';
import { askClaude } from '../../../../lambdas/planner/llm/ask-claude.ts';
import { claudeError, claudeMessage, startFakeClaude } from '../../../support/fake-claude.ts';
import { askFake, KEY } from './asked-claude.ts';
import { goodAnswer, measuredRecord, planningSituation } from './planning-situation.ts';

/** Of claude-sonnet-5-5 for the fake's 1000 tokens in and 500 out: 2 and 10 USD per million. */
const ONE_ANSWER = { model: 'claude-sonnet-5-5', input_tokens: 1000, output_tokens: 500, cost_usd: 0.007 };
const TWO_ANSWERS = { model: 'claude-sonnet-5-5', input_tokens: 2000, output_tokens: 1000, cost_usd: 0.014 };
const GOOD = claudeMessage(goodAnswer());
const FINDING = { rule: 'plateau', statement: 'nothing better in eight experiments', evidence: [] };

describe('a valid answer', () => {
  it('becomes the proposal, its parameters in the types of the space and its forecasts raw', async () => {
    const { answer } = await askFake([GOOD]);
    expect(answer).toMatchObject({
      kind: 'plan',
      use: ONE_ANSWER,
      proposal: {
        hypothesis: goodAnswer().hypothesis,
        confidence_score: 0.6,
        insights: goodAnswer().insights,
        experiments: [
          {
            encoder: 'libsvtav1',
            parameters: { preset: 8, scale: 0.5 },
            expected_bd_rate: { p10: -25, p50: -10, p90: 10 },
            expected_bitrate_mbps: 0.9,
            raw: {
              bdRate: { p10: -25, p50: -10, p90: 10 },
              bitrate: { p10: 0.7, p50: 0.9, p90: 1.1 },
              improvement: 0.8,
            },
          },
          { encoder: 'libx264', parameters: { psy: false } },
        ],
        regions: [{ encoder: 'libsvtav1', parameter: 'preset', values: [4, 5, 6], weight: 0.5 }],
        disagreements: [],
      },
    });
  });

  it('was asked for with the settings, the key as bearer and a schema', async () => {
    const settings = { model: 'claude-opus-5-5', effort: 'xhigh', max_tokens: 4096 } as const;
    const { requests } = await askFake([GOOD], planningSituation({}, settings));
    expect(requests[0]?.path).toBe('/v1/messages');
    expect(requests[0]?.headers.authorization).toBe(`Bearer ${KEY}`);
    expect(requests[0]?.body).toMatchObject({
      model: 'claude-opus-5-5',
      max_tokens: 4096,
      thinking: { type: 'adaptive' },
      output_config: { effort: 'xhigh', format: { type: 'json_schema', schema: { type: 'object' } } },
    });
    expect(requests[0]?.body).not.toHaveProperty('temperature');
    expect(requests[0]?.body).not.toHaveProperty('tools');
  });

  it('is found behind a thinking block', async () => {
    const { answer } = await askFake([claudeMessage(goodAnswer(), { thinking: true })]);
    expect(answer).toMatchObject({ kind: 'plan', use: ONE_ANSWER });
  });

  it('may disagree with a finding, for a reason', async () => {
    const disagreements = [{ rule: 'plateau', reason: 'all eight varied one parameter' }];
    const { answer } = await askFake([claudeMessage({ ...goodAnswer(), disagreements })], undefined, [
      FINDING,
    ]);
    expect(answer).toMatchObject({ kind: 'plan', proposal: { disagreements } });
  });

  it.each(['champion', 'former champion'])(
    'may cite the %s, which can be older than the records',
    async (role) => {
      const { spec } = measuredRecord('20260101T000000Z-aaaaaaaa-01');
      const { summary } = planningSituation();
      const old = {
        experiment_id: '20260101T000000Z-aaaaaaaa-01',
        bd_rate_percent: -12,
        bd_rate_ssim_percent: -10,
        bitrate_mbps: 0.8,
        at: '2026-01-01T00:00:00Z',
      };
      const cited = { ...goodAnswer(), insights: [{ text: 'stands', evidence: [old.experiment_id] }] };
      const { answer } = await askFake(
        [claudeMessage(cited)],
        planningSituation({
          summary:
            role === 'champion' ? { ...summary, champion: { ...old, spec } } : { ...summary, lineage: [old] },
        }),
      );
      expect(answer.kind).toBe('plan');
    },
  );

  it('is not refused for being wordy: texts are cut to what a reasoning record holds', async () => {
    const { answer } = await askFake([claudeMessage({ ...goodAnswer(), root_cause: 'bits '.repeat(1000) })]);
    expect(answer.kind === 'plan' && answer.proposal.root_cause.length).toBe(1000);
  });
});

describe('an invalid plan', () => {
  it('is handed back once, with its faults inside a fence, and its repair counts', async () => {
    const { answer, requests } = await askFake([
      claudeMessage({ ...goodAnswer(), confidence_score: 7 }),
      GOOD,
    ]);
    expect(answer).toMatchObject({ kind: 'plan', use: TWO_ANSWERS });
    const [asked, repair] = requests.map((request) => request.body.messages);
    expect(repair).toHaveLength(3);
    expect(repair[0]).toEqual(asked[0]);
    expect(repair[1]).toEqual({
      role: 'assistant',
      content: JSON.stringify({ ...goodAnswer(), confidence_score: 7 }),
    });
    expect(repair[2].content).toMatch(/<faults>\n\["confidence_score: Too big.*"\]\n<\/faults>/);
  });

  it('may be empty: the API takes no empty turn', async () => {
    const { requests } = await askFake([claudeMessage(''), GOOD]);
    expect(requests[1]?.body.messages[1]).toEqual({ role: 'assistant', content: '(no answer)' });
  });

  it('falls back after one repair, with the faults as reason and both answers paid', async () => {
    const { answer, requests } = await askFake([claudeMessage({ ...goodAnswer(), confidence_score: 7 })]);
    expect(answer).toMatchObject({
      kind: 'fallback',
      reason: expect.stringMatching(/^Claude's plan was still invalid after one repair: confidence_score/),
      use: TWO_ANSWERS,
    });
    expect(requests).toHaveLength(2);
  });

  it('keeps the cost of the first answer when the repair fails', async () => {
    const { answer } = await askFake([
      claudeMessage('no plan'),
      claudeError(529, 'overloaded_error', 'Overloaded'),
    ]);
    expect(answer).toMatchObject({
      kind: 'fallback',
      reason: expect.stringMatching(/^repair of the plan: Claude was still overloaded/),
      use: ONE_ANSWER,
    });
  });

  it('gives a reason that a reasoning record can hold, however long the faults are', async () => {
    const invented = Array.from({ length: 20 }, (_, index) => `${'x'.repeat(500)}${index}`);
    const { answer } = await askFake([
      claudeMessage({ ...goodAnswer(), insights: [{ text: 'all of it', evidence: invented }] }),
    ]);
    expect(answer.kind === 'fallback' && answer.reason.length).toBeLessThanOrEqual(600);
  });
});

describe('nothing is asked', () => {
  it.each([
    ['the base URL is none', { environment: { ANTHROPIC_BASE_URL: 'not an address' } }, /BASE_URL is no URL/],
  ])('when %s', async (_case, asking, reason) => {
    const { answer, requests, exchange } = await askFake([GOOD], undefined, [], asking);
    expect(answer).toMatchObject({ kind: 'fallback', reason: expect.stringMatching(reason) });
    expect(answer.use.cost_usd).toBe(0);
    expect(requests).toEqual([]);
    expect(exchange).toMatchObject({ calls: [], outcome: expect.stringMatching(reason) });
  });

  it('when no encoder is left to plan for', async () => {
    const { capabilities } = planningSituation();
    if (capabilities === undefined) throw new Error('the situation has capabilities');
    const bare = planningSituation({ capabilities: { ...capabilities, encoders: [] } });
    const { answer, requests } = await askFake([GOOD], bare);
    expect(answer).toMatchObject({ kind: 'fallback', reason: expect.stringContaining('no encoder') });
    expect(requests).toEqual([]);
  });

  it('when the exchange cannot be kept: nothing is paid for without a record of it', async () => {
    await using fake = await startFakeClaude(GOOD);
    const keeper = { key: 'k', keep: () => Promise.reject(new Error('the store takes nothing')) };
    const environment = { ANTHROPIC_BASE_URL: fake.url };
    await expect(askClaude(planningSituation(), [], { key: KEY, environment, keeper })).rejects.toThrow(
      'the store takes nothing',
    );
    expect(fake.requests).toEqual([]);
  });
});

it('does not take an error of this program for one of Claude', async () => {
  const broken = { ...planningSituation(), history: undefined as never };
  await expect(askFake([GOOD], broken)).rejects.toThrow(TypeError);
});
