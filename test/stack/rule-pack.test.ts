import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, type Stack, Validations } from 'aws-cdk-lib';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { AwsSolutionsChecks } from 'cdk-nag';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { addCodecLab } from '../../lib/codec-lab-app.ts';

// Each synthesises the whole stack, which takes long on a machine that does much else.
vi.setConfig({ testTimeout: 240_000 });

const outdir = mkdtempSync(join(tmpdir(), 'codec-lab-rules-'));
afterAll(() => rmSync(outdir, { recursive: true, force: true }));

interface Violation {
  readonly ruleName: string;
  readonly violatingConstructs: readonly { readonly constructPath: string }[];
}

/**
 * Findings of AWS's rule pack that nobody has given a reason for: the rule, and where.
 * @param more adds to the stack what is to be found.
 */
function findings(context: Readonly<Record<string, unknown>>, more?: (stack: Stack) => void): string[] {
  const flags = JSON.parse(readFileSync('cdk.json', 'utf8')).context;
  const app = new App({ outdir, context: flags, analyticsReporting: false });
  const stack = addCodecLab(app, context);
  more?.(stack);
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  try {
    app.synth();
    return [];
  } catch {
    // It throws without saying what: that is in its report.
    const { pluginReports } = JSON.parse(readFileSync(join(outdir, 'validation-report.json'), 'utf8'));
    const violations: Violation[] = pluginReports.flatMap(
      (report: { violations: Violation[] }) => report.violations,
    );
    return violations.flatMap(({ ruleName, violatingConstructs }) =>
      violatingConstructs.map(({ constructPath }) => `${ruleName} at ${constructPath}`),
    );
  }
}

describe("AWS's rule pack for solutions", () => {
  it('finds nothing without a reason in the stack with a secret', () => {
    expect(findings({ anthropicSecretName: 'codec-lab/anthropic' })).toEqual([]);
  });

  it('finds nothing without a reason in the stack with Bedrock, and finds a queue that nobody has given one for', () => {
    const context = { llmProvider: 'bedrock', llmModel: 'eu.anthropic.claude-sonnet-5-5' };
    expect(findings(context, (stack) => new Queue(stack, 'Careless'))).toEqual([
      'AwsSolutions-SQS3 at CodecLab/Careless/Resource',
      'AwsSolutions-SQS4 at CodecLab/Careless/Resource',
    ]);
  });
});
