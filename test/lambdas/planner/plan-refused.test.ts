import { describe, expect, it } from 'vitest';
import { acquireLock } from '../../../lambdas/shared/stores/iteration-lock.ts';

import { NOW, plan, started } from './planning-ground.ts';

describe('a planning that is asked for what it cannot', () => {
  it.each([
    [{ arms: 0 }, 'arms: Too small'],
    [{ campaign: '#lock' }, 'campaign: a campaign name is 1 to 40 of'],
    [{ armss: 3 }, 'allowed fields: trigger, campaign, arms'],
    [{ experiment: { encoder: 'libfoo' } }, 'experiment.encoder'],
    [
      { experiment: { encoder: 'libx264', parameters: { preset: 'warp' } } },
      'preset = "warp" is not allowed; allowed: ultrafast',
    ],
    ['text', 'the input is not valid'],
  ])(
    'given the input %o, fails as InvalidRunInput with the field and what is allowed',
    async (input, words) => {
      await expect(plan(input)).rejects.toMatchObject({
        name: 'InvalidRunInput',
        message: expect.stringContaining(words),
      });
      expect(await acquireLock(started.tables, 'arn:next', NOW, 1)).toEqual({ acquired: true });
    },
  );
});
