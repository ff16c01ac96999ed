import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SCHEMAS } from '../../../../lambdas/shared/names.ts';
import { PRICES } from '../../../../lambdas/shared/prices.ts';
import { listMonths } from '../../../../lambdas/shared/stores/ledger-store.ts';
import { claudeMessage } from '../../../support/fake-claude.ts';
import { answered } from './answered.ts';
import { SmallLaboratory, validPlan } from './small-laboratory.ts';

let laboratory: SmallLaboratory;
beforeEach(async () => {
  laboratory = await SmallLaboratory.open();
});
afterEach(() => laboratory[Symbol.asyncDispose]());

const capabilities = (encoders: readonly string[]) =>
  JSON.stringify({
    ...{ schema: SCHEMAS.capabilities, ffmpeg_version: '7.1', ffmpeg_sha256: 'f'.repeat(64) },
    ...{ encoders, filters: [], encoder_versions: {}, architecture: 'x64' },
  });
const script = [claudeMessage(answered({}))] as const;

describe('money', () => {
  it('of nothing for a run declines with the remedy, and nothing is left set aside', async () => {
    expect(await laboratory.plan({ settings: { run_cap_usd: 0 } })).toMatchObject({
      ...{ decision: 'declined', arms: [] },
      reason: expect.stringMatching(/no experiment can be paid for: .*raise run_cap_usd/),
    });
    expect(await listMonths(laboratory.tables)).toEqual([]);
    await validPlan(laboratory, await laboratory.plan({ execution: 'arn:two' }));
  });

  it.each([
    ['a month', { monthly_cap_usd: 0 }, "of this month's 0.00 USD for the model"],
    ['a run', { run_cap_usd: 0 }, 'raise llm.run_cap_usd'],
  ])(
    'of nothing for the model in %s plans by rules, says why and asks nobody',
    async (_what, llm, reason) => {
      const planned = await laboratory.plan({ settings: { llm }, script });

      expect(await validPlan(laboratory, planned)).toMatchObject({
        ...{ mode: 'fallback', cost_usd: 0 },
        fallback_reason: expect.stringContaining(reason),
      });
      expect(laboratory.requests).toEqual([]);
    },
  );

  it('for a model without a price is counted as for the dearest, which is said', async () => {
    const settings = { llm: { model: 'claude-of-tomorrow', run_cap_usd: 100 } };
    const planned = await laboratory.plan({ settings, script });

    const { cost_usd, input_tokens, output_tokens } = await validPlan(laboratory, planned);
    const { input, output } = PRICES.models['claude-fable-5-1'];
    expect(cost_usd).toBeCloseTo((input_tokens * input + output_tokens * output) / 1e6, 9);
    const byRules = await laboratory.plan({ input: { campaign: 'by-rules' }, settings });
    const { insights } = await validPlan(laboratory, byRules);
    expect(JSON.stringify(insights)).toContain('the price table has no model claude-of-tomorrow');
  });
});

describe('a world', () => {
  it.each([
    ['without any encoder', capabilities([])],
    ['of encoders that nobody knows', capabilities(['libmagic'])],
  ])('%s is looked at again by the next task instead of stopping the campaign', async (_what, text) => {
    await laboratory.store.put('capabilities.json', text);

    const { risks } = await validPlan(laboratory, await laboratory.plan());
    expect(risks.join()).toContain('no task has reported yet');
  });

  it('in which nothing fits declines with the remedy', async () => {
    expect(await laboratory.plan({ settings: { cpu_seconds_per_arm: 1, frames: 600 } })).toMatchObject({
      ...{ decision: 'declined', arms: [] },
      reason: expect.stringContaining('no experiment fits 1 CPU seconds per arm on these clips: raise'),
    });
  });

  it('of a billion arms is refused with what is allowed, in the input as in the settings', async () => {
    await expect(laboratory.plan({ input: { arms: 1e9 } })).rejects.toMatchObject({
      name: 'InvalidRunInput',
      message: expect.stringMatching(/arms: Too big: expected number to be <=8/),
    });
    await expect(laboratory.plan({ settings: { arms: 1e9 } })).rejects.toMatchObject({
      name: 'InvalidSettings',
      message: expect.stringMatching(/arms: Too big: expected number to be <=8/),
    });
  });
});
