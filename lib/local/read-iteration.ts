import { ExperimentNotFoundError, InvalidRecordError } from '../../lambdas/shared/errors.ts';
import { ReasoningRecord } from '../../lambdas/shared/reasoning.ts';
import { ExperimentRecord } from '../../lambdas/shared/record.ts';
import { describeIssues } from '../../lambdas/shared/settings.ts';
import type { Tables } from '../../lambdas/shared/stores/document-client.ts';
import { getExperiment } from '../../lambdas/shared/stores/experiment-store.ts';
import { getReasoning, recentReasonings } from '../../lambdas/shared/stores/reasoning-store.ts';

/** An experiment's record. @throws ExperimentNotFoundError, InvalidRecordError */
export async function readExperiment(
  tables: Tables,
  campaign: string,
  id: string,
): Promise<ExperimentRecord> {
  const row = await getExperiment(tables, campaign, id);
  if (row === undefined) throw new ExperimentNotFoundError(campaign, id);
  const parsed = ExperimentRecord.safeParse(row);
  if (!parsed.success) throw new InvalidRecordError(`experiment ${id}`, describeIssues(parsed.error));
  return parsed.data;
}

/** A reasoning, or undefined when there is none or one of another version. */
export async function readReasoning(
  tables: Tables,
  campaign: string,
  id: string,
): Promise<ReasoningRecord | undefined> {
  return ReasoningRecord.safeParse(await getReasoning(tables, campaign, id)).data;
}

/** A campaign's newest reasoning, or undefined when there is none or one of another version. */
export async function readLastReasoning(
  tables: Tables,
  campaign: string,
): Promise<ReasoningRecord | undefined> {
  const [row] = await recentReasonings(tables, campaign, 1);
  return ReasoningRecord.safeParse(row).data;
}
