import type { Tables } from '../../../lambdas/shared/stores/document-client.ts';
import { PlannerAnswer } from '../../../lambdas/shared/workflow.ts';
import { readExperiment } from '../read-iteration.ts';
import { strategyText } from '../report/format.ts';
import type { ProgressInput } from './iteration-progress.ts';

/** The arms with what each runs, from the workflow's state after Plan. */
export async function plannedArms(tables: Tables, state: unknown): Promise<ProgressInput> {
  const plan = PlannerAnswer.safeParse((state as { plan?: unknown }).plan).data;
  const arms = (plan?.arms ?? []).map(async ({ campaign, experiment_id }) => {
    const { spec } = await readExperiment(tables, campaign, experiment_id);
    return { id: experiment_id, label: strategyText(spec) };
  });
  return { kind: 'planned', arms: await Promise.all(arms) };
}
