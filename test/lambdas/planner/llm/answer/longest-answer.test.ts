import { expect, it } from 'vitest';
import { CONVENTIONAL_SPACE } from '../../../../../codec-task/codecs/conventional/space.ts';
import { readAnswer } from '../../../../../lambdas/planner/llm/answer/read-answer.ts';
import { parseSettings } from '../../../../../lambdas/shared/settings.ts';
import { goodAnswer } from '../planning-situation.ts';

const ID = '20261123T060000Z-1a2b3c4d-01';
const text = (characters: number) => 'bits and quality '.repeat(60).slice(0, characters);
const repeated = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value);

/** Eight arms, every list full and every text at the length that it is asked for. */
const LONGEST = {
  root_cause: text(1000),
  disagreements: repeated(5, { rule: 'instrumentation-fault', reason: text(400) }),
  insights: repeated(12, { text: text(600), evidence: repeated(20, ID) }),
  hypothesis: text(1000),
  next_experiment: { approach: text(600), changes: repeated(12, text(300)) },
  risks: repeated(8, text(400)),
  confidence_score: 0.65,
  experiments: Array.from({ length: 8 }, (_, index) => ({
    ...goodAnswer().experiments[0],
    parameters: [
      { key: 'preset', value: 3 + index },
      { key: 'film_grain', value: 12 },
      { key: 'scale', value: 0.75 },
      { key: 'upscaler', value: 'bicubic' },
      { key: 'denoise', value: 'light' },
    ],
    purpose: text(400),
  })),
  regions: repeated(12, {
    encoder: 'libsvtav1',
    parameter: 'film_grain',
    values: [2, 4, 6, 8, 10, 12, 14, 16],
    weight: 0.25,
    reason: text(300),
  }),
};

it('the longest plan fits into the tokens of an answer, with a fifth left to think', () => {
  const answer = JSON.stringify(LONGEST);
  const bounds = {
    encoders: CONVENTIONAL_SPACE,
    arms: 8,
    experimentIds: new Set([ID]),
    rules: new Set(['instrumentation-fault']),
  };
  expect(readAnswer(answer, bounds)).toHaveProperty('proposal');
  expect(answer.length / 3).toBeLessThan(0.8 * parseSettings({}).llm.max_tokens);
});
