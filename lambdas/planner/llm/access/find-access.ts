import { type Environment, optional } from '../../../shared/environment.ts';
import { ENVIRONMENT } from '../../../shared/names.ts';
import type { LabSettings } from '../../../shared/settings.ts';
import { type ApiKey, findApiKey } from './api-key.ts';

/**
 * What opens the provider of the settings: the Claude API key, or a Bedrock API key. Without one, Bedrock is opened by
 * the rights of the planner's own role, so that an empty key is no fault there.
 */
export async function findAccess(
  { provider }: Pick<LabSettings['llm'], 'provider'>,
  environment: Environment,
): Promise<ApiKey> {
  if (provider === 'anthropic') return await findApiKey(environment);
  return { key: optional(environment, ENVIRONMENT.bedrockToken) ?? '' };
}
