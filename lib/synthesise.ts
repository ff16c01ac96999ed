import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { CodecLabStack } from './codec-lab-stack.ts';
import { parseConfig } from './config.ts';
import { PROJECT_ROOT } from './node-function.ts';

export const STACK_NAME = 'CodecLab';

/** What a synthesis leaves behind. */
export interface Assembly {
  /** Cloud assembly: templates, Lambda bundles, the image's build context. */
  readonly directory: string;
  /** CloudFormation template of the stack. */
  readonly template: Record<string, unknown>;
}

export interface SynthesisOptions {
  readonly outdir: string;
  /** Context beside that of cdk.json, for example `{ arms: 2 }`. */
  readonly context?: Readonly<Record<string, unknown>>;
}

/** The app as the CDK command line builds it. */
export function buildApp(app: App): CodecLabStack {
  return new CodecLabStack(app, STACK_NAME, { config: parseConfig((key) => app.node.tryGetContext(key)) });
}

/** Synthesises in this process, with the feature flags of cdk.json. Takes three to four seconds. */
export function synthesise({ outdir, context = {} }: SynthesisOptions): Assembly {
  const { context: flags } = JSON.parse(readFileSync(join(PROJECT_ROOT, 'cdk.json'), 'utf8')) as {
    context: Record<string, unknown>;
  };
  const app = new App({ outdir, context: { ...flags, ...context }, analyticsReporting: false });
  buildApp(app);
  const assembly = app.synth();
  return {
    directory: assembly.directory,
    template: assembly.getStackByName(STACK_NAME).template as Record<string, unknown>,
  };
}
