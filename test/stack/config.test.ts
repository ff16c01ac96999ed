import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseSettings } from '../../lambdas/shared/settings.ts';
import { parseConfig } from '../../lib/config.ts';
import { CONTEXT_KEYS } from '../../lib/context-keys.ts';

describe('configuration', () => {
  it('is complete when nothing is given', () => {
    expect(parseConfig({})).toEqual({
      settings: parseSettings({}),
      tablePrefix: 'ai-video-codec',
      maxConcurrency: 4,
      spot: false,
      interfaceEndpoints: false,
      scheduleEnabled: true,
      logDays: 30,
      allowOverCap: false,
    });
  });

  it('reads the text that the command line gives', () => {
    const { settings, ...deployment } = parseConfig({
      arms: '5',
      syntheticWidth: '96',
      syntheticHeight: '64',
      llmModel: 'claude-opus-5-5',
      llmWebSearch: 'true',
      llmWebSearchMaxUses: '5',
      llmMonthlyCapUsd: '0',
      cpuSecondsPerArm: '7.5',
      screening: 'false',
      screeningClips: '3',
      maxConcurrency: '1',
      spot: 'true',
      interfaceEndpoints: 'true',
      clipsPerTask: '8',
      scheduleEnabled: 'false',
      anthropicSecretName: 'codec-lab/anthropic',
      tablePrefix: '2026',
      logDays: '7',
      allowOverCap: 'true',
    });
    expect(deployment).toEqual({
      tablePrefix: '2026',
      maxConcurrency: 1,
      spot: true,
      interfaceEndpoints: true,
      scheduleEnabled: false,
      anthropicSecretName: 'codec-lab/anthropic',
      logDays: 7,
      allowOverCap: true,
    });
    expect(settings).toMatchObject({
      arms: 5,
      clips_per_task: 8,
      cpu_seconds_per_arm: 7.5,
      screening: { enabled: false, clips: 3, rate_points: 2 },
      synthetic: { width: 96, height: 64, clips: 3 },
      llm: {
        model: 'claude-opus-5-5',
        monthly_cap_usd: 0,
        effort: 'medium',
        web_search: { enabled: true, max_uses: 5, allowed_domains: [] },
      },
    });
  });

  it('leaves the context of CDK alone', () => {
    const { context } = JSON.parse(readFileSync('cdk.json', 'utf8'));
    expect(Object.keys(context).length).toBeGreaterThan(10);
    expect(parseConfig({ ...context, 'aws:cdk:version-reporting': true })).toEqual(parseConfig({}));
  });

  it.each([
    [{ arms: '0' }, 'arms is "0"', '>=1'],
    [{ llmProvider: 'openai' }, 'llmProvider is "openai"', '"anthropic"|"bedrock"'],
    [{ llmModel: 'claude-sonnet-5-5', llmProvider: 'bedrock' }, 'llmModel is', 'global.anthropic.'],
    [
      { llmWebSearch: 'true', llmProvider: 'bedrock', llmModel: 'global.anthropic.claude-sonnet-5-5' },
      'llmWebSearch is "true"',
      'no web search',
    ],
    [{ llmWebSearchMaxUses: '11' }, 'llmWebSearchMaxUses is "11"', '<=10'],
    [{ arms: '9' }, 'arms is "9"', '<=8'],
    [{ arms: 'three' }, 'arms is "three"', 'number'],
    [{ arms: '' }, 'arms is ""', 'number'],
    [{ frames: 7 }, 'frames is 7', '>=8'],
    [{ gop: '1e9' }, 'gop is "1e9"', '<=600'],
    [{ syntheticWidth: '641' }, 'syntheticWidth is "641"', 'multiple of 2'],
    [{ llmEffort: 'extreme' }, 'llmEffort is "extreme"', '"low"|"medium"|"high"'],
    [{ maxConcurrency: '0' }, 'maxConcurrency is "0"', '>=1'],
    [{ maxConcurrency: '2.5' }, 'maxConcurrency is "2.5"', 'int'],
    [{ scheduleEnabled: 'yes' }, 'scheduleEnabled is "yes"', 'boolean'],
    [{ tablePrefix: 'a b' }, 'tablePrefix is "a b"', '3 to 200'],
    [{ anthropicSecretName: '' }, 'anthropicSecretName is ""', 'secret name'],
    [{ logDays: '31' }, 'logDays is "31"', '30'],
  ])('refuses %o with the key, the value, what is allowed and the remedy', (context, value, allowed) => {
    const refused = catchError(() => parseConfig(context));
    expect(refused).toMatchObject({ name: 'InvalidSettings' });
    expect(refused.message).toContain(value);
    expect(refused.message).toContain(allowed);
    expect(refused.message).toContain(`-c ${Object.keys(context)[0]}=VALUE`);
  });

  it('refuses a key that it does not know, so that a typo is not silent', () => {
    const refused = catchError(() => parseConfig({ arm: 3 }));
    expect(refused).toMatchObject({ name: 'InvalidSettings' });
    expect(refused.message).toMatch(/^context arm is not a setting.*arms/);
  });

  it('offers no key for the lease of the lock, which has to outlast the workflow', () => {
    expect(CONTEXT_KEYS).not.toContain('lockMinutes');
  });
});

function catchError(act: () => unknown): Error {
  try {
    act();
  } catch (error) {
    return error as Error;
  }
  throw new Error('expected an error');
}
