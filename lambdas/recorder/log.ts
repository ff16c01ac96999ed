import type { CallIds } from '../shared/logged-call.ts';
import { type RecorderAnswer, RecorderEvent } from '../shared/workflow.ts';

/** What the log says of a recording or a conclusion, as far as its event tells. */
export function idsOf(event: unknown): CallIds {
  const parsed = RecorderEvent.safeParse(event).data;
  if (parsed === undefined) return {};
  if (parsed.action === 'next-shards')
    return { campaign: parsed.plan.campaign, run_id: parsed.plan.reasoning_id ?? undefined };
  if (parsed.action !== 'conclude')
    return {
      campaign: parsed.campaign,
      run_id: parsed.reasoning_id,
      experiment_id: parsed.experiment_id,
    };
  const { plan, input } = parsed.state;
  return {
    execution_id: parsed.execution_id,
    campaign: plan?.campaign ?? input?.campaign,
    run_id: plan?.reasoning_id ?? undefined,
  };
}

/** What the log says of what was recorded or concluded. */
export function recordingTold(answer: RecorderAnswer) {
  if ('failed' in answer) {
    const { failed, error, cause, summary } = answer;
    return failed
      ? { level: 'error' as const, message: `${summary}; ${error}: ${cause}`, error }
      : { message: summary };
  }
  if ('decision' in answer) {
    const { decision, round, arms, items_key } = answer;
    const tasks = items_key === null ? `${arms.length} tasks` : `the tasks of ${items_key}`;
    return { message: decision === 'run' ? `round ${round} of shards: ${tasks}` : 'no shard is left to run' };
  }
  const { status, verdict, bd_rate_percent } = answer;
  return {
    message: `recorded as ${status}, ${verdict ?? 'without a verdict'}`,
    ...{ status, verdict, bd_rate_percent },
  };
}
