import {
  GetSecretValueCommand,
  ResourceNotFoundException,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { findApiKey } from '../../../../../lambdas/planner/llm/access/api-key.ts';

const secrets = mockClient(SecretsManagerClient);
beforeEach(() => {
  secrets.reset();
});

/** A new name each time, because a process keeps the keys that it has read. */
let count = 0;
function secretHolding(SecretString: string | undefined): { ANTHROPIC_SECRET_ID: string } {
  const id = `claude-${++count}`;
  secrets.on(GetSecretValueCommand, { SecretId: id }).resolves({ SecretString });
  return { ANTHROPIC_SECRET_ID: id };
}

describe('without a secret', () => {
  it.each([{}, { ANTHROPIC_API_KEY: '' }, { ANTHROPIC_SECRET_ID: '', ANTHROPIC_API_KEY: '' }])(
    'means no LLM: %j',
    async (environment) => {
      expect(await findApiKey(environment)).toEqual({ reason: null });
    },
  );

  it('takes the key of the environment', async () => {
    expect(await findApiKey({ ANTHROPIC_API_KEY: ' sk-1\n' })).toEqual({ key: 'sk-1' });
  });

  it('says that a key with a line break in it is none, without repeating it', async () => {
    const answer = await findApiKey({ ANTHROPIC_API_KEY: 'sk-secret\nsecond' });
    expect(answer).toEqual({ reason: expect.stringContaining('ANTHROPIC_API_KEY is not usable') });
    expect(JSON.stringify(answer)).not.toContain('sk-secret');
  });
});

describe('with a secret', () => {
  it.each([
    ['the plain key', 'sk-1\n'],
    ['api_key', '{"api_key":"sk-1"}'],
    ['ANTHROPIC_API_KEY', '{ "ANTHROPIC_API_KEY": "sk-1" }'],
  ])('reads %s, before the environment', async (_case, content) => {
    expect(await findApiKey({ ...secretHolding(content), ANTHROPIC_API_KEY: 'sk-2' })).toEqual({
      key: 'sk-1',
    });
  });

  it.each([
    ['', 'empty'],
    [undefined, 'empty'],
    ['{"key":"sk-secret"}', 'field api_key or ANTHROPIC_API_KEY'],
    ['{"api_key":""}', 'field api_key or ANTHROPIC_API_KEY'],
    ['{"api_key": sk-secret', 'is none'],
    ['sk-secret sk-secret', 'no API key has'],
  ])('explains %j without repeating it', async (content, fault) => {
    const answer = await findApiKey(secretHolding(content));
    expect(answer).toEqual({ reason: expect.stringContaining(fault) });
    expect(JSON.stringify(answer)).not.toContain('sk-secret');
  });

  it('gives a reason when it cannot be read, and tries again the next time', async () => {
    secrets
      .on(GetSecretValueCommand)
      .rejectsOnce(new ResourceNotFoundException({ message: 'gone', $metadata: {} }))
      .resolves({ SecretString: 'sk-1' });
    const environment = { ANTHROPIC_SECRET_ID: 'late', ANTHROPIC_API_KEY: 'sk-2' };
    expect(await findApiKey(environment)).toEqual({
      reason: expect.stringContaining('secret late could not be read (ResourceNotFoundException)'),
    });
    expect(await findApiKey(environment)).toEqual({ key: 'sk-1' });
  });

  it('is read once in five minutes', async () => {
    const environment = secretHolding('sk-1');
    const start = 1_000_000;
    await findApiKey(environment, start);
    await findApiKey(environment, start + 299_000);
    expect(secrets.calls()).toHaveLength(1);
    await findApiKey(environment, start + 301_000);
    expect(secrets.calls()).toHaveLength(2);
  });
});
