import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { ROOT } from './bundle.ts';
import { addCodecLab } from './codec-lab-app.ts';

export interface SynthesisRequest {
  /** Folder for the cloud assembly; made when absent, filled anew. */
  readonly outdir: string;
  /** The keys that a deployment takes as `-c KEY=VALUE`. */
  readonly context?: Readonly<Record<string, unknown>>;
}

/** A cloud assembly on disk. */
export interface Assembly {
  readonly directory: string;
  readonly stackName: string;
  /** CloudFormation template of the stack, as it would be deployed. */
  readonly template: Template;
}

export interface Template {
  readonly Resources: Readonly<Record<string, TemplateResource>>;
  readonly Outputs?: Readonly<Record<string, unknown>>;
}

export interface TemplateResource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly [attribute: string]: unknown;
}

/**
 * Synthesises the stack in this process, with the feature flags of a deployment and without account, Docker or network.
 * @throws InvalidSettingsError
 */
export function synthesise({ outdir, context = {} }: SynthesisRequest): Assembly {
  const app = new App({ outdir, context: featureFlags(), analyticsReporting: false });
  const stack = addCodecLab(app, context);
  const { directory } = app.synth();
  const template: Template = JSON.parse(readFileSync(join(directory, stack.templateFile), 'utf8'));
  return { directory, stackName: stack.stackName, template };
}

function featureFlags(): Record<string, unknown> {
  const { context }: { context: Record<string, unknown> } = JSON.parse(
    readFileSync(join(ROOT, 'cdk.json'), 'utf8'),
  );
  return context;
}
