import type { RatePoint } from '../../../lambdas/shared/result.ts';
import { labelled } from './format.ts';

/** What a strategy that chooses has chosen at which values of its quality control; nothing for one that does not. */
export function choiceLines(points: readonly RatePoint[], columns: number): string[] {
  const chosen = points.flatMap(({ choice, quality_control }) =>
    choice === undefined ? [] : [{ choice, control: quality_control }],
  );
  const controls = Map.groupBy(chosen, ({ choice }) => choice);
  return [...controls].map(([choice, at], index) => {
    const values = at.map(({ control }) => control).sort((a, b) => a - b);
    return labelled(index === 0 ? 'Chosen' : '', `${choice} (CRF ${values.join(', ')})`, columns);
  });
}
