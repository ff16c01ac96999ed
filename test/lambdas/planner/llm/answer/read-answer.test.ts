import { zodOutputFormat } from '@anthropic-ai/sdk/helpers/zod';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CONVENTIONAL_SPACE } from '../../../../../codec-task/codecs/conventional/space.ts';
import { findEncoderSpace } from '../../../../../codec-task/codecs/spaces.ts';
import { answerParameters } from '../../../../../lambdas/planner/llm/answer/answer-parameters.ts';
import { answerSchema } from '../../../../../lambdas/planner/llm/answer/answer-schema.ts';
import { readAnswer } from '../../../../../lambdas/planner/llm/answer/read-answer.ts';
import { parameterFaults } from '../../../../../lambdas/shared/space.ts';
import { goodAnswer } from '../planning-situation.ts';

const BOUNDS = {
  encoders: CONVENTIONAL_SPACE,
  arms: 3,
  experimentIds: new Set(['20261123T060000Z-1a2b3c4d-01']),
  rules: new Set(['plateau']),
};
const pairValue = fc.oneof(
  fc.string(),
  fc.double(),
  fc.boolean(),
  fc.constantFrom('8', 'true', '0.75', 'medium', 1),
);

describe('readAnswer', () => {
  it('answers any text with faults or a proposal and never throws', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        const read = readAnswer(text, BOUNDS);
        expect('faults' in read && read.faults.length).toBeGreaterThan(0);
      }),
    );
  });

  it('lets no parameter through that its space does not allow', () => {
    const parameterNames = [...new Set(CONVENTIONAL_SPACE.flatMap((space) => Object.keys(space.parameters)))];
    const key = fc.oneof(fc.constantFrom(...parameterNames, '__proto__', 'constructor'), fc.string());
    const pairs = fc.array(fc.record({ key, value: pairValue }), { maxLength: 5 });
    fc.assert(
      fc.property(fc.constantFrom(...CONVENTIONAL_SPACE), pairs, ({ encoder }, parameters) => {
        const [experiment] = goodAnswer().experiments;
        const answer = { ...goodAnswer(), experiments: [{ ...experiment, encoder, parameters }] };
        const read = readAnswer(JSON.stringify(answer), BOUNDS);
        if ('faults' in read) return;
        for (const proposed of read.proposal.experiments) {
          const space = findEncoderSpace(proposed);
          expect(space && parameterFaults(space, proposed.parameters)).toEqual([]);
          expect(Object.keys(proposed.parameters).toSorted()).toEqual(
            parameters.map((pair) => pair.key).toSorted(),
          );
        }
      }),
    );
  });
});

describe('answerParameters', () => {
  it.each([
    ['libsvtav1', 'preset', '8', 8],
    ['libx265', 'psy_rd', '1.5', 1.5],
    ['libx264', 'psy', 'false', false],
    ['libx264', 'scale', '0.75', 0.75],
    ['libx264', 'preset', 'slow', 'slow'],
  ])('gives %s %s = %j the type of its space', (encoder, key, value, expected) => {
    const space = findEncoderSpace({ encoder });
    expect(space && answerParameters(space, [{ key, value }])).toEqual({
      parameters: { [key]: expected },
      faults: [],
    });
  });

  it.each([
    ['libsvtav1', 'preset', ''],
    ['libsvtav1', 'preset', 'fast'],
    ['libsvtav1', 'preset', '20'],
    ['libsvtav1', 'preset', true],
    ['libx265', 'psy_rd', 'Infinity'],
    ['libx264', 'psy', 1],
    ['libx264', 'scale', '0.750'],
  ])('finds fault with %s %s = %j', (encoder, key, value) => {
    const space = findEncoderSpace({ encoder });
    const faults = space && answerParameters(space, [{ key, value }]).faults;
    expect(faults).toHaveLength(1);
    expect(faults?.[0]).toContain(`${encoder} ${key} = `);
    expect(faults?.[0]?.replaceAll('"', '')).toContain(`= ${value} is not allowed`);
  });
});

it('the schema that is sent closes every object and names every property as required', () => {
  const { schema } = zodOutputFormat(answerSchema(CONVENTIONAL_SPACE, 3));
  const objects = JSON.stringify(schema).match(/"type":"object"/g)?.length;
  const closed = JSON.stringify(schema).match(/"additionalProperties":false/g)?.length;
  expect(objects).toBeGreaterThan(4);
  expect(closed).toBe(objects);
  expect(Object.keys(schema['properties'] as object).toSorted()).toEqual(
    (schema['required'] as string[]).toSorted(),
  );
});
