import { describe, expect, it } from 'vitest';
import { findAccess } from '../../../../../lambdas/planner/llm/access/find-access.ts';
import { askClaude } from '../../../../../lambdas/planner/llm/ask-claude.ts';
import { claudeMessage, type ScriptedAnswer, startFakeClaude } from '../../../../support/fake-claude.ts';
import { goodAnswer, planningSituation } from '../planning-situation.ts';

const MODEL = 'global.anthropic.claude-sonnet-5-5';
const context = planningSituation({}, { provider: 'bedrock', model: MODEL });

/** Asks a fake Bedrock; the credentials are those of nobody. */
async function askBedrock(key: string, ...script: [ScriptedAnswer, ...ScriptedAnswer[]]) {
  await using fake = await startFakeClaude(...script);
  const environment = { AWS_REGION: 'eu-west-1', ANTHROPIC_BEDROCK_BASE_URL: fake.url };
  const answer = await askClaude(context, [], { key, environment });
  return { answer, requests: [...fake.requests] };
}

describe('Bedrock', () => {
  it("is asked by InvokeModel: the model in the path, the API's version in the body", async () => {
    const { answer, requests } = await askBedrock('token', claudeMessage(goodAnswer()));
    expect(answer).toMatchObject({ kind: 'plan', use: { model: MODEL, cost_usd: 0.007 } });
    const [request] = requests;
    expect(request?.path).toBe(`/model/${MODEL}/invoke`);
    expect(request?.headers).not.toHaveProperty('anthropic-version');
    expect(request?.body).toMatchObject({
      anthropic_version: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
      output_config: { format: { type: 'json_schema' } },
      messages: [{ role: 'user' }],
    });
    expect(request?.body).not.toHaveProperty('model');
  });

  it('takes an API key of its own as bearer', async () => {
    const { requests } = await askBedrock('token', claudeMessage(goodAnswer()));
    expect(requests[0]?.headers.authorization).toBe('Bearer token');
  });

  it('is otherwise asked with a signature of the role, made anew at each try', async () => {
    const before = { ...process.env };
    Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: 'secret' });
    try {
      const busy = { status: 503, body: { message: 'busy' } };
      const { answer, requests } = await askBedrock('', busy, claudeMessage(goodAnswer()));
      expect(answer.kind).toBe('plan');
      expect(requests).toHaveLength(2);
      for (const { headers } of requests) {
        expect(headers.authorization).toMatch(
          /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/eu-west-1\/bedrock\/aws4_request, SignedHeaders=.*host.*, Signature=[0-9a-f]{64}$/,
        );
        expect(headers['x-amz-date']).toMatch(/^\d{8}T\d{6}Z$/);
        expect(headers['x-amz-content-sha256']).toMatch(/^[0-9a-f]{64}$/);
        expect(JSON.stringify(headers)).not.toContain('secret');
      }
    } finally {
      process.env = before;
    }
  });

  it("tells its errors, which have their message at the body's top", async () => {
    const denied = { status: 403, body: { message: 'not authorized to perform: bedrock:InvokeModel' } };
    const { answer } = await askBedrock('token', denied);
    expect(answer).toMatchObject({
      kind: 'fallback',
      reason: `the planner may not use ${MODEL} (403): not authorized to perform: bedrock:InvokeModel`,
      use: { cost_usd: 0 },
    });
  });

  it('is not asked where the region is not known', async () => {
    expect(await askClaude(context, [], { key: '', environment: {} })).toMatchObject({
      kind: 'fallback',
      reason: expect.stringContaining('AWS_REGION is not set'),
      use: { cost_usd: 0 },
    });
  });
});

describe('access', () => {
  it.each([
    ['anthropic', {}, { reason: null }],
    ['anthropic', { AWS_BEARER_TOKEN_BEDROCK: 't' }, { reason: null }],
    ['anthropic', { ANTHROPIC_API_KEY: 'k' }, { key: 'k' }],
    ['bedrock', { ANTHROPIC_API_KEY: 'k' }, { key: '' }],
    ['bedrock', { AWS_BEARER_TOKEN_BEDROCK: 't' }, { key: 't' }],
  ] as const)('to %s with %j is %j', async (provider, environment, access) => {
    expect(await findAccess({ provider }, environment)).toEqual(access);
  });
});
