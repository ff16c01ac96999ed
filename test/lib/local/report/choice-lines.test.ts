import { describe, expect, it } from 'vitest';
import type { RatePoint } from '../../../../lambdas/shared/result.ts';
import { choiceLines } from '../../../../lib/local/report/choice-lines.ts';
import { givenSpec } from '../../../lambdas/recorder/given.ts';
import { givenClipResult } from '../../../lambdas/recorder/given-result.ts';

const [clip] = givenSpec().clips;
const point = (quality_control: number, choice?: string): RatePoint => ({
  ...(givenClipResult(clip as NonNullable<typeof clip>).points[0] as RatePoint),
  quality_control,
  ...(choice !== undefined && { choice }),
});

describe('what was chosen', () => {
  it('given points of a strategy that does not choose, is not told', () => {
    expect(choiceLines([point(24), point(34)], 100)).toEqual([]);
  });

  it('given several choices, names each once with its controls in order', () => {
    const five = 'hybrid, 5 temporal layers';
    const lines = choiceLines(
      [point(44, five), point(63, 'conventional, 6 temporal layers'), point(24, five)],
      100,
    );
    expect(lines.map((line) => line.trim())).toEqual([
      'Chosen      hybrid, 5 temporal layers (CRF 24, 44)',
      'conventional, 6 temporal layers (CRF 63)',
    ]);
  });
});
