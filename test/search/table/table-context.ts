import { ALL_SPACES } from '../../../codec-task/codecs/spaces.ts';
import type { PlanningContext } from '../../../lambdas/planner/planning.ts';
import { parseSettings } from '../../../lambdas/shared/settings.ts';
import { emptySummary } from '../../../lambdas/shared/summary.ts';

/** A campaign before its first experiment, with one clip. */
export function tableContext(): PlanningContext {
  const settings = parseSettings({});
  return {
    ...{ campaign: 'table', settings, arms: settings.arms, seed: settings.seed, now: new Date(0) },
    ...{ spaces: ALL_SPACES, summary: emptySummary(), history: [], unreadable: [] },
    ...{ capabilities: undefined, clipSet: 'table' },
    clips: [{ kind: 'synthetic', name: 'table', recipe: 'drifting-texture', width: 64, height: 64 }],
  };
}
