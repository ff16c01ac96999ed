import { BaseAnthropic } from '@anthropic-ai/sdk';
import { Messages } from '@anthropic-ai/sdk/resources/messages';
import { type Environment, optional } from '../../../shared/environment.ts';
import type { LabSettings } from '../../../shared/settings.ts';
import { bedrockRequests } from './bedrock.ts';

/** Tries of a request that the service turns away (408, 409, 429, 5xx) or that never reached it. */
const RETRIES = 2;

/**
 * The one resource of the API that planning uses, at the provider of the settings; the whole client doubles the bundle
 * with what only agents need.
 * @param key API key; of Bedrock it may be empty, then requests are signed with the program's own AWS credentials.
 * @param environment `ANTHROPIC_BASE_URL` and `ANTHROPIC_BEDROCK_BASE_URL` redirect the client.
 * @returns or the sentence that says why there is none.
 */
export function openMessages(
  { provider, timeout_seconds }: LabSettings['llm'],
  key: string,
  environment: Environment,
): Messages | string {
  const variable = provider === 'bedrock' ? 'ANTHROPIC_BEDROCK_BASE_URL' : 'ANTHROPIC_BASE_URL';
  const region = optional(environment, 'AWS_REGION');
  if (provider === 'bedrock' && region === undefined)
    return 'AWS_REGION is not set, so it is not known which Bedrock to ask: set it';
  const redirected = optional(environment, variable);
  if (redirected !== undefined && !URL.canParse(redirected))
    return `${variable} is no URL: correct it or unset it`;
  const baseURL = redirected ?? (region && provider === 'bedrock' ? bedrockAddress(region) : undefined);
  const client = new BaseAnthropic({
    // A signature takes the place of an empty key; the SDK insists on some text.
    apiKey: key || 'none',
    authToken: null,
    ...(baseURL !== undefined && { baseURL }),
    timeout: Math.ceil(timeout_seconds * 1000),
    maxRetries: RETRIES,
    middleware:
      provider === 'bedrock' ? [bedrockRequests({ token: key || undefined, region: region ?? '' })] : [],
  });
  return new Messages(client);
}

function bedrockAddress(region: string): string {
  return `https://bedrock-runtime.${region}.amazonaws.com`;
}
