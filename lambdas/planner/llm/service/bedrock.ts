import { AnthropicError, type APIRequest, type Middleware } from '@anthropic-ai/sdk';
import { defaultProvider } from '@aws-sdk/credential-provider-node';
import { SignatureV4 } from '@smithy/signature-v4';
import { Sha256 } from './sha256.ts';

/** What a request to Bedrock needs beside the question. */
export interface BedrockAccess {
  /** A Bedrock API key; undefined: requests are signed with the credentials of the program's role. */
  readonly token: string | undefined;
  readonly region: string;
}

/**
 * Turns requests of the Messages API into those of Bedrock's InvokeModel: the model moves from the body to the path, the
 * API's version from a header to the body, and the request is signed (AWS Signature Version 4). Answers need no change.
 */
export function bedrockRequests(access: BedrockAccess): Middleware {
  return async (request, next) => {
    if (typeof request.body !== 'string') throw new TypeError('a request to Bedrock needs a body of text');
    const { model, ...body } = JSON.parse(request.body) as { readonly model: string };
    const url = new URL(request.url);
    url.pathname = url.pathname.replace(/\/v1\/messages$/, `/model/${encodeURIComponent(model)}/invoke`);
    const headers = new Headers(request.headers);
    const version = headers.get('anthropic-version');
    headers.delete('anthropic-version');
    const invocation = {
      ...request,
      url: url.href,
      headers,
      body: JSON.stringify({ anthropic_version: version, ...body }),
    };
    if (access.token === undefined) invocation.headers = await signed(invocation, access.region);
    return await next(invocation);
  };
}

async function signed(
  { url: address, method = 'POST', headers, body }: APIRequest,
  region: string,
): Promise<Headers> {
  headers.delete('authorization');
  const url = new URL(address);
  const signer = new SignatureV4({
    service: 'bedrock',
    region,
    credentials: defaultProvider(),
    sha256: Sha256,
  });
  try {
    const request = await signer.sign({
      method: method.toUpperCase(),
      protocol: url.protocol,
      hostname: url.hostname,
      path: url.pathname,
      headers: { ...Object.fromEntries(headers), host: url.host },
      body,
    });
    return new Headers(request.headers);
  } catch (cause) {
    // Credentials come from outside; without them nothing has been sent.
    throw new AnthropicError('no AWS credentials to sign requests to Bedrock with were found', { cause });
  }
}
