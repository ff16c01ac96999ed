import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { type Environment, optional } from '../../../shared/environment.ts';
import { ENVIRONMENT } from '../../../shared/names.ts';
import { keyFromSecret } from './key-from-secret.ts';

/** A key, or the reason why there is none; the reason is null when no LLM was meant. */
export type ApiKey = { readonly key: string } | { readonly reason: string | null };

/** How long a Lambda process keeps a key before it reads the secret again, so that a rotated key is soon taken up. */
const KEPT_MILLISECONDS = 5 * 60_000;
const kept = new Map<string, { readonly key: string; readonly until: number }>();

/**
 * The Claude API key: from the secret that `ANTHROPIC_SECRET_ID` names, else from `ANTHROPIC_API_KEY`. Never throws for
 * an unreadable secret and never repeats its content. Only a key that was read is kept, a failure is tried again.
 * @param now milliseconds of any clock that only rises.
 */
export async function findApiKey(environment: Environment, now: number = Date.now()): Promise<ApiKey> {
  const secretId = optional(environment, ENVIRONMENT.anthropicSecretId);
  if (secretId !== undefined) return await fromSecret(secretId, now);
  const value = optional(environment, ENVIRONMENT.anthropicApiKey);
  if (value === undefined) return { reason: null };
  const found = keyFromSecret(value);
  return 'key' in found
    ? found
    : { reason: `${ENVIRONMENT.anthropicApiKey} is not usable: ${found.fault}; set it to the key alone` };
}

async function fromSecret(secretId: string, now: number): Promise<ApiKey> {
  const known = kept.get(secretId);
  if (known !== undefined && now < known.until) return { key: known.key };
  const text = await readSecret(secretId);
  if (typeof text !== 'string') return text;
  const found = keyFromSecret(text);
  if ('fault' in found) {
    return { reason: `secret ${secretId} is not usable: ${found.fault}; store the Claude API key in it` };
  }
  kept.set(secretId, { key: found.key, until: now + KEPT_MILLISECONDS });
  return found;
}

/** Whatever makes this one call fail (no right, no such secret, no network), the remedy is the same: plan by rules. */
async function readSecret(secretId: string): Promise<string | { readonly reason: string }> {
  const client = new SecretsManagerClient({
    requestHandler: { connectionTimeout: 3000, requestTimeout: 5000 },
  });
  try {
    const answer = await client.send(new GetSecretValueCommand({ SecretId: secretId }));
    return answer.SecretString ?? '';
  } catch (error) {
    const name = error instanceof Error ? error.name : 'unknown error';
    return {
      reason: `secret ${secretId} could not be read (${name}): check its name and the planner's right to secretsmanager:GetSecretValue`,
    };
  } finally {
    client.destroy();
  }
}
