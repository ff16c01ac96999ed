import { describe, expect, it } from 'vitest';
import { parseSettings } from '../../../lambdas/shared/settings.ts';

describe('settings', () => {
  it('are complete when nothing is chosen', () => {
    expect(parseSettings({})).toMatchObject({
      arms: 4,
      frames: 60,
      synthetic: { width: 640, height: 360, clips: 3 },
      llm: { effort: 'medium' },
    });
  });

  it('keep what is chosen, also deep inside', () => {
    expect(parseSettings({ arms: 5, synthetic: { clips: 1 } })).toMatchObject({
      arms: 5,
      synthetic: { width: 640, clips: 1 },
    });
  });

  it.each([
    [{ arms: 0 }, 'arms: Too small: expected number to be >=1'],
    [{ arms: 9 }, 'arms: Too big: expected number to be <=8'],
    [{ arms: 2.5 }, 'arms: Invalid input: expected int'],
    [{ arms: '3' }, 'arms: Invalid input: expected number, received string'],
    [{ synthetic: { width: 641 } }, 'synthetic.width: Invalid number: must be a multiple of 2'],
    [{ llm: { effort: 'all' } }, 'llm.effort: Invalid option'],
    [{ armz: 3 }, 'value: Unrecognized key: "armz"'],
    [null, 'value: Invalid input: expected object, received null'],
  ])('refuse %o and say which field and what is allowed', (input, words) => {
    expect(() => parseSettings(input)).toThrow(expect.objectContaining({ name: 'InvalidSettings' }));
    expect(() => parseSettings(input)).toThrow(words);
  });

  it('name every fault at once', () => {
    expect(() => parseSettings({ arms: 0, gop: 1 })).toThrow(/arms: .*; gop: /);
  });
});
