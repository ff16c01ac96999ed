import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { App, CfnResource, Stack } from 'aws-cdk-lib';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { type Assembly, synthesise } from '../../lib/synthesise.ts';
import { TEST_CONTEXT } from '../support/synthesis.ts';
import { assemblyDirectory } from './synthesised.ts';

// Each synthesises the whole stack, which takes long on a machine that does much else.
vi.setConfig({ testTimeout: 240_000 });

const folder = mkdtempSync(join(tmpdir(), 'codec-lab-elsewhere-'));
// Deeper than the shared one: a relative path that got into a bundle would differ.
const outdir = join(folder, 'two', 'down');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const templateIn = (folder: string) => readFileSync(join(folder, 'CodecLab.template.json'), 'utf8');
const assetsIn = (folder: string) =>
  readdirSync(folder)
    .filter((name) => name.startsWith('asset.'))
    .sort();

describe('synthesis', () => {
  it('gives the same template and the same bundles in every folder', () => {
    // when the same source is synthesised somewhere else
    const elsewhere = synthesise({ outdir, context: TEST_CONTEXT });
    // then nothing differs: a deployment changes only what a person changed
    expect(elsewhere).toMatchObject({ directory: outdir, stackName: 'CodecLab' });
    expect(templateIn(outdir)).toBe(templateIn(assemblyDirectory));
    expect(assetsIn(outdir)).toEqual(assetsIn(assemblyDirectory));
    expect(assetsIn(outdir)).toHaveLength(4);
  });

  it('says no warning, and would end at any finding of CDK about the template', () => {
    const said = ['manifest.json', 'CodecLab.metadata.json'].map((file) =>
      readFileSync(join(assemblyDirectory, file), 'utf8'),
    );
    expect(said.join()).toContain('aws:cdk:');
    expect(said.join()).not.toMatch(/aws:cdk:(warning|error)/);
    const { context } = JSON.parse(readFileSync('cdk.json', 'utf8'));
    expect(context['@aws-cdk/core:validateAgainstDefaultRules']).toBe(true);
    const broken = new App({ context, outdir: join(folder, 'broken'), analyticsReporting: false });
    const stack = new Stack(broken, 'Broken');
    new CfnResource(stack, 'Function', { type: 'AWS::Lambda::Function', properties: { Timeout: 5000 } });
    expect(() => broken.synth()).toThrow(/ERROR Timeout: 5000 exceeds maximum 900/);
  });

  it('decides every feature flag of CDK, so that a synthesis says nothing about flags', () => {
    const { context } = JSON.parse(readFileSync('cdk.json', 'utf8'));
    const flags = JSON.parse(readFileSync('node_modules/aws-cdk-lib/recommended-feature-flags.json', 'utf8'));
    expect(Object.keys(flags).length).toBeGreaterThan(50);
    expect(Object.keys(flags).filter((flag) => !(flag in context))).toEqual([]);
    // The one that is declined: it brings a function with a managed policy, for a group that nothing uses.
    const declined = Object.keys(flags).filter((flag) => !isDeepStrictEqual(context[flag], flags[flag]));
    expect(declined).toEqual(['@aws-cdk/aws-ec2:restrictDefaultSecurityGroup']);
  });

  it('lets the planner read a secret that is named, and it alone', () => {
    const named = synthesise({
      outdir,
      context: { anthropicSecretName: 'codec-lab/anthropic', scheduleEnabled: 'false' },
    });
    const readers = policiesWith(named, 'secretsmanager:GetSecretValue');
    expect(readers).toEqual([expect.stringMatching(/^PlanningPlanner/)]);
    expect(JSON.stringify(named.template)).toContain('"ANTHROPIC_SECRET_ID":"codec-lab/anthropic"');
    expect(JSON.stringify(named.template)).toContain('"State":"DISABLED"');
    expect(policiesWith(named, 'bedrock:')).toEqual([]);
  });

  it('lets the planner ask one model of Bedrock where that is the provider, and no other program any', () => {
    const onBedrock = synthesise({
      outdir,
      context: { llmProvider: 'bedrock', llmModel: 'eu.anthropic.claude-sonnet-5-5' },
    });
    expect(policiesWith(onBedrock, 'bedrock:')).toEqual([expect.stringMatching(/^PlanningPlanner/)]);
    const rights = JSON.stringify(onBedrock.template);
    expect(rights).toContain('"Action":"bedrock:InvokeModel"');
    expect(rights).toContain(':bedrock:*::foundation-model/anthropic.claude-sonnet-5-5"');
    expect(rights).toContain(':inference-profile/eu.anthropic.claude-sonnet-5-5"');
  });
});

function policiesWith({ template }: Assembly, action: string): string[] {
  return Object.entries(template.Resources)
    .filter(
      ([, { Type, Properties }]) =>
        Type === 'AWS::IAM::Policy' && JSON.stringify(Properties).includes(action),
    )
    .map(([id]) => id);
}
