import { expect, it } from 'vitest';
import { SCHEMAS } from '../../../../lambdas/shared/names.ts';
import type { ReasoningRecord } from '../../../../lambdas/shared/reasoning.ts';
import { reasoningLines } from '../../../../lib/local/report/reasoning-lines.ts';

const REASONING: ReasoningRecord = {
  schema: SCHEMAS.reasoning,
  campaign: 'default',
  reasoning_id: '20261123T060000Z-1a2b3c4d',
  execution_id: 'arn:one',
  timestamp: '2026-11-23T06:00:00.000Z',
  mode: 'llm',
  root_cause: 'the coding tools bind',
  insights: [],
  hypothesis: 'slower presets pay',
  next_experiment: { approach: 'effort', changes: [] },
  risks: [],
  expected_bitrate_mbps: 1,
  expected: { p10: -20, p50: -10, p90: 0 },
  confidence_score: 0.6,
  model: 'claude-sonnet-5-5',
  input_tokens: 1000,
  output_tokens: 500,
  cost_usd: 0.02,
  fallback_reason: null,
  experiments: [],
  outcome: null,
};

it('tells what a model disagrees with, what it read and where the exchange lies', () => {
  const lines = reasoningLines(
    {
      ...REASONING,
      disagreements: [{ rule: 'plateau', reason: 'one parameter was varied' }],
      web_sources: [{ title: 'A paper', url: 'https://papers.example/1', page_age: null }],
      exchange_key: 'reasoning/default/one/exchange.json',
    },
    100,
  );
  expect(lines.slice(3)).toEqual([
    'Planned by  claude-sonnet-5-5 for 0.02 USD; confidence 0.60',
    'Disagrees   with plateau: one parameter was varied',
    'Source      A paper (https://papers.example/1)',
    'Exchange    reasoning/default/one/exchange.json',
  ]);
});

it('tells how the arms were allotted, and on what grounds', () => {
  const sources = [
    { source: 'llm' as const, arms: 2, experiments: 4, gain_points: 3.14, usd: 0.5 },
    { source: 'random' as const, arms: 1, experiments: 0, gain_points: 0, usd: 0 },
  ];
  const lines = reasoningLines({ ...REASONING, allocation: { sources, strategies: [] } }, 100);
  expect(lines[4]).toBe('Arms        llm 2 (3.1 points for 0.50 USD before), random 1 (new)');
});

it('says nothing of it where no model was asked', () => {
  expect(reasoningLines({ ...REASONING, mode: 'fallback', model: null }, 100)).toHaveLength(4);
});

it('lets no text of a model or a page steer the terminal', () => {
  const lines = reasoningLines({ ...REASONING, root_cause: '\u001b[2J\u001b]0;owned\u0007gone\u202e' }, 100);
  expect(lines[0]).toBe('Root cause  [2J ]0;owned gone ');
});
