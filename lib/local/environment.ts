import { pathToFileURL } from 'node:url';
import { ENVIRONMENT } from '../../lambdas/shared/names.ts';

export const LOCAL_REGION = 'us-east-1';

/** Credentials of nobody, so that nothing here can act in the name of the developer's account. */
export const LOCAL_CREDENTIALS = { accessKeyId: 'local', secretAccessKey: 'local' } as const;

/** What programs here may see of this machine's own environment: where tools are, and the person's keys to Claude. */
const PASSED_ON = [
  'PATH',
  'TMPDIR',
  ENVIRONMENT.ffmpegPath,
  ENVIRONMENT.anthropicApiKey,
  'ANTHROPIC_BASE_URL',
  ENVIRONMENT.bedrockToken,
  'ANTHROPIC_BEDROCK_BASE_URL',
];

export interface Redirection {
  /** Address of the embedded tables; absent for a program that has no use for them. */
  readonly tablesEndpoint?: string;
  /** Folder of the artifacts. */
  readonly artifactsFolder: string;
}

/** Where nobody listens: a program without tables must not find those of an account. */
const NO_TABLES = 'http://127.0.0.1:1';

/**
 * Variables that turn a program made for AWS to this machine. They go over those of the template; nothing else of the
 * machine's environment is passed on.
 */
export function localEnvironment(
  machine: Readonly<Record<string, string | undefined>>,
  { tablesEndpoint = NO_TABLES, artifactsFolder }: Redirection,
): Record<string, string> {
  const passed = PASSED_ON.flatMap((name) => (machine[name] ? [[name, machine[name]]] : []));
  return {
    ...Object.fromEntries(passed),
    [ENVIRONMENT.artifactsUrl]: pathToFileURL(artifactsFolder).href,
    AWS_ENDPOINT_URL_DYNAMODB: tablesEndpoint,
    // There is no cluster on one machine: the start-up settles what an interrupted run left.
    [ENVIRONMENT.cluster]: '',
    AWS_REGION: LOCAL_REGION,
    AWS_ACCESS_KEY_ID: LOCAL_CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: LOCAL_CREDENTIALS.secretAccessKey,
    AWS_EC2_METADATA_DISABLED: 'true',
  };
}
