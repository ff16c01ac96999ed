import type { App } from 'aws-cdk-lib';
import { CodecLabStack } from './codec-lab-stack.ts';
import { parseConfig } from './config.ts';
import { STACK_NAME } from './stack-names.ts';

/**
 * Puts the laboratory into an app: the same for a deployment, the local machine and the tests.
 * @param context what the app was given on the command line, in `cdk.json` or by the local machine.
 * @throws InvalidSettingsError
 */
export function addCodecLab(app: App, context: Readonly<Record<string, unknown>>): CodecLabStack {
  return new CodecLabStack(app, STACK_NAME, { config: parseConfig(context) });
}
