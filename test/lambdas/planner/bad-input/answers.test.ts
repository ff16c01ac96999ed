import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { claudeMessage } from '../../../support/fake-claude.ts';
import { answered } from './answered.ts';
import { SmallLaboratory, validPlan } from './small-laboratory.ts';

let laboratory: SmallLaboratory;
beforeEach(async () => {
  laboratory = await SmallLaboratory.open();
});
afterEach(() => laboratory[Symbol.asyncDispose]());

const text = (changes: object = {}) => JSON.stringify(answered(changes));

describe('an answer of the model that cannot be', () => {
  it.each([
    ['NaN', text().replace('"p50":-8', '"p50":NaN'), 'not JSON'],
    ['a number beyond all', text().replace('"p50":-8', '"p50":-1e999'), 'expected_bd_rate.p50'],
    ['a BD-rate that cannot be', text().replace('"p10":-20', '"p10":-1e9'), 'expected_bd_rate.p10'],
    ['an unknown encoder', text({ encoder: 'libmagic' }), 'experiments.0.encoder'],
    ['a parameter of another encoder', text({ encoder: 'libx264', key: 'psy_rd', value: 1 }), 'psy_rd'],
    ['a value beyond its range', text({ key: 'preset', value: 1e9 }), 'preset'],
    ['more experiments than arms', JSON.stringify(many(answered({}), 9)), 'experiments'],
    [
      'evidence that does not exist',
      text({ evidence: ['20200101T000000Z-00000000-01'] }),
      'cite ids of the history only',
    ],
    ['a bare number', '1000000000', 'the answer'],
    ['a list', '[]', 'the answer'],
  ])('%s: is refused with its fault as the reason, and rules plan', async (_what, answer, fault) => {
    const planned = await laboratory.plan({ input: { arms: 2 }, script: [claudeMessage(answer)] });

    const reasoning = await validPlan(laboratory, planned);
    expect(reasoning).toMatchObject({
      mode: 'fallback',
      fallback_reason: expect.stringContaining('invalid after one repair'),
    });
    expect(reasoning.fallback_reason).toContain(fault);
    expect(reasoning.cost_usd).toBeGreaterThan(0);
  });

  it('is taken once the repair is sound', async () => {
    const script = [claudeMessage(text({ encoder: 'libmagic' })), claudeMessage(text())] as const;
    const planned = await laboratory.plan({ input: { arms: 2 }, script });

    expect(await validPlan(laboratory, planned)).toMatchObject({ mode: 'llm', fallback_reason: null });
  });
});

function many(answer: ReturnType<typeof answered>, count: number) {
  return { ...answer, experiments: Array.from({ length: count }, () => answer.experiments).flat() };
}
