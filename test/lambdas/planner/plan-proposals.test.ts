import { describe, expect, it } from 'vitest';
import type { ProposedExperiment } from '../../../lambdas/planner/planning.ts';
import type { Surroundings } from '../../../lambdas/planner/surroundings.ts';
import type { ReasoningRecord } from '../../../lambdas/shared/reasoning.ts';
import { putSpecMarker, recentExperiments } from '../../../lambdas/shared/stores/experiment-store.ts';
import { recentReasonings } from '../../../lambdas/shared/stores/reasoning-store.ts';

import { plan, started } from './planning-ground.ts';

const experiment = (preset: string) => ({
  encoder: 'libx265',
  parameters: { preset },
  purpose: 'to see',
  expected_bd_rate: { p10: -30, p50: -20, p90: -10 },
  expected_bitrate_mbps: 1,
});
const dear = experiment('veryslow');
const sound = experiment('fast');

/** A model that proposes these experiments. */
const modelThat = (experiments: readonly ProposedExperiment[]): Partial<Surroundings> => ({
  findKey: async () => ({ key: 'test' }),
  ask: async () => ({
    kind: 'plan',
    proposal: {
      root_cause: 'r',
      insights: [],
      hypothesis: 'h',
      next_experiment: { approach: 'a', changes: [] },
      risks: [],
      confidence_score: 0.4,
      experiments,
    },
    use: { model: 'm', input_tokens: 1, output_tokens: 1, cost_usd: 0.1 },
  }),
});

/** Hash of a proposed experiment as it would be recorded. */
async function hashOf(proposed: ProposedExperiment): Promise<string> {
  const { encoder, parameters } = proposed;
  const answer = await plan({ dryRun: true, experiment: { encoder, parameters } });
  return (answer.plan as ReasoningRecord).experiments[0]?.spec_hash ?? '';
}

describe('a planning with what a model proposes', () => {
  it.each([
    ['replaces what is too dear by rules', [dear, sound], 'llm', ['llm', 'rules']],
    ['plans without it when nothing proposed can be run', [dear], 'fallback', ['model', 'rules']],
  ])('given a model that proposes too much, %s and says so', async (_what, experiments, mode, sources) => {
    await plan({ arms: 2 }, modelThat(experiments));
    const [reasoning] = await recentReasonings(started.tables, 'default', 1);
    expect(reasoning).toMatchObject({ mode, cost_usd: 0.1 });
    const told = mode === 'llm' ? reasoning?.['risks'] : reasoning?.['fallback_reason'];
    expect(JSON.stringify(told)).toContain('libx265 preset veryslow does not fit the CPU budget');
    const { records } = await recentExperiments(started.tables, 'default', 5);
    expect(records.map(({ source }) => source).sort()).toEqual(sources);
  });

  it('given a model that proposes what is recorded already, in other words, replaces it', async () => {
    await putSpecMarker(started.tables, 'default', await hashOf(sound), 'earlier');
    const inOtherWords = { ...sound, parameters: { ...sound.parameters, tune: 'none', upscaler: 'spline' } };
    await plan({ arms: 1 }, modelThat([inOtherWords]));
    const [reasoning] = await recentReasonings(started.tables, 'default', 1);
    expect(reasoning).toMatchObject({
      mode: 'fallback',
      fallback_reason: expect.stringContaining('libx265 preset fast has been measured already'),
    });
  });
});
