import { describe, expect, it } from 'vitest';
import { CONVENTIONAL_SPACE } from '../../../../../codec-task/codecs/conventional/space.ts';
import { type ReadAnswer, readAnswer } from '../../../../../lambdas/planner/llm/answer/read-answer.ts';
import { goodAnswer } from '../planning-situation.ts';

const read = (answer: unknown): ReadAnswer =>
  readAnswer(typeof answer === 'string' ? answer : JSON.stringify(answer), {
    encoders: CONVENTIONAL_SPACE.filter(({ encoder }) => encoder !== 'libaom-av1'),
    arms: 2,
    experimentIds: new Set(['20261123T060000Z-1a2b3c4d-01']),
    rules: new Set(['plateau']),
  });

const [first, second] = goodAnswer().experiments;
const [region] = goodAnswer().regions;
/** The good answer as text, with one number in it written as this. */
const withNumber = (written: string) => JSON.stringify(goodAnswer()).replace('"p50":-10', `"p50":${written}`);

it('reads an answer that can be run', () => {
  expect(read(goodAnswer())).toHaveProperty('proposal');
});

describe('is a fault:', () => {
  it.each([
    ['no JSON', 'Here is my plan: {', 'is not JSON'],
    ['empty text', '', 'is not JSON'],
    ['a fence around the JSON', `\`\`\`json\n${JSON.stringify(goodAnswer())}\n\`\`\``, 'is not JSON'],
    ['a bare list', [], 'the answer: Invalid input'],
    ['NaN', withNumber('NaN'), 'is not JSON'],
    ['Infinity', withNumber('Infinity'), 'is not JSON'],
    ['a number beyond all numbers', withNumber('-1e999'), 'experiments.0.expected_bd_rate.p50'],
    ['NaN as text', withNumber('"NaN"'), 'experiments.0.expected_bd_rate.p50'],
    ['null for a number', withNumber('null'), 'experiments.0.expected_bd_rate.p50'],
    ['a saving of more than everything', withNumber('-140'), 'experiments.0.expected_bd_rate.p50'],
    ['a missing field', { ...goodAnswer(), hypothesis: undefined }, 'hypothesis'],
    ['confidence 7', { ...goodAnswer(), confidence_score: 7 }, 'confidence_score'],
    ['no experiment', { ...goodAnswer(), experiments: [] }, 'experiments: Too small'],
    [
      'more arms than asked for',
      { ...goodAnswer(), experiments: [first, second, { ...second, parameters: [] }] },
      'experiments: Too big',
    ],
    [
      '100,000 arms',
      { ...goodAnswer(), experiments: Array.from({ length: 100_000 }, () => first) },
      'experiments: Too big',
    ],
    ['a count in the place of arms', { ...goodAnswer(), experiments: 1e9 }, 'experiments: Invalid input'],
    [
      'an unknown encoder',
      { ...goodAnswer(), experiments: [{ ...first, encoder: 'libxvid' }] },
      'experiments.0.encoder',
    ],
    [
      'an encoder that ffmpeg lacks',
      { ...goodAnswer(), experiments: [{ ...first, encoder: 'libaom-av1' }] },
      'experiments.0.encoder',
    ],
    [
      'an unknown parameter',
      { ...goodAnswer(), experiments: [{ ...first, parameters: [{ key: 'x265-params', value: 'a' }] }] },
      'experiments.0.parameters.0.key',
    ],
    [
      'a parameter of another encoder',
      { ...goodAnswer(), experiments: [{ ...second, parameters: [{ key: 'film_grain', value: 8 }] }] },
      'libx264 has no parameter "film_grain"',
    ],
    [
      'a value with shell characters',
      {
        ...goodAnswer(),
        experiments: [{ ...second, parameters: [{ key: 'preset', value: 'slow; rm -r .' }] }],
      },
      'libx264 preset = "slow; rm -r ." is not allowed',
    ],
    [
      'a parameter given twice',
      {
        ...goodAnswer(),
        experiments: [
          {
            ...first,
            parameters: [
              { key: 'preset', value: 8 },
              { key: 'preset', value: 7 },
            ],
          },
        ],
      },
      'libsvtav1 preset is given more than once',
    ],
    [
      'the same arm twice',
      { ...goodAnswer(), experiments: [first, first] },
      'experiments.1: is the same as experiments.0',
    ],
    [
      'the same arm in other words',
      {
        ...goodAnswer(),
        experiments: [
          { ...first, parameters: [{ key: 'preset', value: 8 }] },
          {
            ...first,
            parameters: [
              { key: 'scale', value: 1 },
              { key: 'upscaler', value: 'spline' },
            ],
          },
        ],
      },
      'experiments.1: is the same as experiments.0',
    ],
    [
      'falling quantiles of the BD-rate',
      { ...goodAnswer(), experiments: [{ ...first, expected_bd_rate: { p10: 10, p50: -10, p90: -25 } }] },
      'expected_bd_rate must rise from p10 to p50 to p90, but is 10, -10, -25',
    ],
    [
      'falling quantiles of the bitrate',
      { ...goodAnswer(), experiments: [{ ...first, expected_bitrate_mbps: { p10: 1, p50: 2, p90: 1.5 } }] },
      'expected_bitrate_mbps must rise from p10 to p50 to p90, but is 1, 2, 1.5',
    ],
    [
      'a bitrate of nothing',
      { ...goodAnswer(), experiments: [{ ...first, expected_bitrate_mbps: { p10: 0, p50: 1, p90: 2 } }] },
      'experiments.0.expected_bitrate_mbps.p10',
    ],
    [
      'a probability in percent',
      { ...goodAnswer(), experiments: [{ ...first, improvement_probability: 80 }] },
      'experiments.0.improvement_probability',
    ],
    [
      'an invented experiment',
      { ...goodAnswer(), insights: [{ text: 'so', evidence: ['20261123T060000Z-1a2b3c4d-99'] }] },
      'no experiment "20261123T060000Z-1a2b3c4d-99" exists',
    ],
    [
      'disagreement with a finding that was never made',
      { ...goodAnswer(), disagreements: [{ rule: 'rate-bound', reason: 'no' }] },
      'no finding "rate-bound" was made',
    ],
    [
      'a region of an unknown encoder',
      { ...goodAnswer(), regions: [{ ...region, encoder: 'libxvid' }] },
      'regions.0.encoder',
    ],
    [
      'a region outside the space',
      { ...goodAnswer(), regions: [{ ...region, values: [4, 99] }] },
      'regions.0: libsvtav1 preset = 99 is not allowed',
    ],
    [
      'a region of a parameter that its encoder lacks',
      { ...goodAnswer(), regions: [{ ...region, parameter: 'psy_rd', values: [1] }] },
      'regions.0: libsvtav1 has no parameter "psy_rd"',
    ],
    [
      'a region without values',
      { ...goodAnswer(), regions: [{ ...region, values: [] }] },
      'regions.0.values',
    ],
    ['a weight of 10', { ...goodAnswer(), regions: [{ ...region, weight: 10 }] }, 'regions.0.weight'],
  ])('%s', (_case, answer, fault) => {
    const answered = read(answer);
    expect('faults' in answered ? answered.faults.join('\n') : 'no fault').toContain(fault);
  });
});
