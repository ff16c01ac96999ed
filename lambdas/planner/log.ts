import { iterationId } from '../shared/keys.ts';
import type { CallIds } from '../shared/logged-call.ts';
import { type PlannerAnswer, PlannerEvent, RunInput } from '../shared/workflow.ts';

/** What the log says of a planning, as far as its event tells. */
export function idsOf(event: unknown): CallIds {
  const parsed = PlannerEvent.safeParse(event);
  if (!parsed.success) return {};
  const { execution_id, started_at, input } = parsed.data;
  return {
    execution_id,
    run_id: iterationId(execution_id, started_at),
    campaign: RunInput.safeParse(input ?? {}).data?.campaign,
  };
}

/** What the log says of a plan. */
export function planningTold({ decision, reason, arms }: PlannerAnswer) {
  return { message: reason, decision, experiments: arms.map(({ experiment_id }) => experiment_id).join(' ') };
}
