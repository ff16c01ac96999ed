import * as statusErrors from '@anthropic-ai/sdk/core/error';
import { describe, expect, it } from 'vitest';
import { claudeError, type ScriptedAnswer, startFakeClaude } from '../../../../support/fake-claude.ts';
import { askFake, KEY } from '../asked-claude.ts';
import { planningSituation } from '../planning-situation.ts';

/** Statuses that the SDK asks again for, twice. */
const RETRIED = [408, 409, 429];
const STATUSES = [
  400, 401, 402, 403, 404, 408, 409, 412, 413, 418, 422, 429, 431, 499, 500, 501, 502, 503, 504, 529,
];
const NO_COST = { input_tokens: 0, output_tokens: 0, cost_usd: 0 };

/** Class that the installed SDK makes of a status. */
const classOf = (status: number) =>
  statusErrors.APIError.generate(status, {}, '', new Headers()).constructor.name;

it('every error class of the installed SDK has a case here or in the lost answers', () => {
  const classes = Object.values(statusErrors)
    .filter((each) => each.prototype instanceof Error)
    .map(({ name }) => name);
  const here = new Set([
    ...STATUSES.map(classOf),
    // Nothing listens; an answer that never comes; the limit of a whole plan.
    'APIConnectionError',
    'APIConnectionTimeoutError',
    'APIUserAbortError',
    // The parent of all, thrown for AWS credentials; and one that only other programs' middleware throws.
    'AnthropicError',
    'RetryableError',
  ]);
  expect(classes.filter((name) => !here.has(name))).toEqual([]);
});

describe('an error of the API', () => {
  it.each(STATUSES.map((status) => [status, classOf(status)] as const))(
    '%i (%s) falls back with one sentence, costs nothing and is kept',
    async (status) => {
      const error = claudeError(status, 'some_error', `told by the service, with ${KEY}`);
      const { answer, requests, exchange } = await askFake([error]);
      const tries = RETRIED.includes(status) || status >= 500 ? 3 : 1;
      expect(requests).toHaveLength(tries);
      expect(answer).toMatchObject({ kind: 'fallback', use: NO_COST });
      if (answer.kind === 'plan') return;
      expect(answer.reason).toContain(String(status));
      expect(answer.reason).toContain('told by the service, with (key)');
      expect(exchange.calls).toMatchObject([
        { tokens: null, cost_usd: 0, cost_is_bound: false, fault: expect.stringContaining(String(status)) },
      ]);
      expect(exchange.calls[0]?.attempts.map((attempt) => attempt.status)).toEqual(
        Array.from({ length: tries }, () => status),
      );
      expect(JSON.stringify([answer, exchange])).not.toContain(KEY);
    },
  );

  it.each([
    [401, /refused the API key/],
    [402, /cannot pay/],
    [403, /may not use claude-sonnet-5-5/],
    [404, /no model claude-sonnet-5-5/],
    [413, /question is too large/],
    [429, /rate limit .* three tries/],
    [529, /overloaded after three tries/],
  ])('%i says what it means', async (status, meaning) => {
    const { answer } = await askFake([claudeError(status, 'some_error', 'no')]);
    expect(answer).toMatchObject({ reason: expect.stringMatching(meaning) });
  });

  it.each([
    [429, 'enforced_spend_limit_reached', 3],
    [400, 'tool_name_conflict', 1],
    [403, 'organization_on_hold', 1],
  ])('%i with the code %s, which has a class of its own, is no different', async (status, code, tries) => {
    const error = { type: 'some_error', message: 'no', details: { error_code: code } };
    const { answer, requests } = await askFake([{ status, body: { type: 'error', error } }]);
    expect(answer).toMatchObject({ kind: 'fallback', use: NO_COST });
    expect(requests).toHaveLength(tries);
  });

  it.each<[string, ScriptedAnswer]>([
    ['a page', { status: 502, headers: { 'content-type': 'text/html' }, body: '<html>bad</html>' }],
    ['nothing', { status: 500, body: '' }],
    ['JSON of another kind', { status: 400, body: [1, 2] }],
    ['a message that is no text', { status: 400, body: { error: { message: { a: 1 } } } }],
  ])('with %s for a body falls back', async (_case, script) => {
    const { answer } = await askFake([script]);
    expect(answer).toMatchObject({
      kind: 'fallback',
      reason: expect.stringMatching(/^Claude answered with status \d{3}: no message$/),
      use: NO_COST,
    });
  });

  it('is asked again after the time it names, and the answer counts', async () => {
    const { answer, requests } = await askFake([
      claudeError(429, 'rate_limit_error', 'slow down', { 'retry-after-ms': '20' }),
      claudeError(400, 'invalid_request_error', 'effort: no'),
    ]);
    expect(requests).toHaveLength(2);
    expect(answer).toMatchObject({ reason: 'Claude answered with status 400: effort: no' });
  });

  it('does not make the planner wait for an hour because the service says so', async () => {
    const later = claudeError(429, 'rate_limit_error', 'later', { 'retry-after-ms': '3600000' });
    const { answer, exchange } = await askFake([later], undefined, [], { wholePlanMilliseconds: 300 });
    expect(answer).toMatchObject({
      kind: 'fallback',
      reason: 'Claude took longer than the time for a whole plan',
      use: NO_COST,
    });
    // Turned away, so that nothing can have been paid for.
    expect(exchange.calls).toMatchObject([{ cost_is_bound: false, attempts: [{ status: 429 }] }]);
  });
});

describe('a connection that is never made', () => {
  it('is tried three times, falls back and costs nothing', async () => {
    const { url, stop } = await startFakeClaude('hang');
    await stop();
    const { answer, exchange } = await askFake(['hang'], planningSituation(), [], {
      environment: { ANTHROPIC_BASE_URL: url },
    });
    expect(answer).toMatchObject({
      kind: 'fallback',
      reason: 'Claude could not be reached: ECONNREFUSED',
      use: NO_COST,
    });
    expect(exchange.calls[0]?.attempts).toMatchObject(
      Array.from({ length: 3 }, () => ({ status: null, error: 'ECONNREFUSED' })),
    );
  });
});
