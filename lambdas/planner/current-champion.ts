import type { Champion } from '../shared/summary.ts';
import type { PlanningContext } from './planning.ts';

/** The champion of the present clips; one of other clips is history. */
export function currentChampion({
  summary,
  clipSet,
}: Pick<PlanningContext, 'summary' | 'clipSet'>): Champion | undefined {
  return summary.clip_set === clipSet ? (summary.champion ?? undefined) : undefined;
}
