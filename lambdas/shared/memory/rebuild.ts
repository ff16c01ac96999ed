import { ReasoningRecord } from '../reasoning.ts';
import type { ExperimentRecord } from '../record.ts';
import type { Tables } from '../stores/document-client.ts';
import { everyExperiment, readHistory } from '../stores/experiment-store.ts';
import { everyReasoning } from '../stores/reasoning-store.ts';
import { type CampaignSummary, emptySummary } from '../summary.ts';
import { foldExperiment, foldIteration } from './fold.ts';

/** A summary made anew from everything that a campaign has recorded. */
export interface RebuiltSummary {
  /** Of version 0: the caller knows which one it replaces. */
  readonly summary: CampaignSummary;
  readonly records: number;
  /** Rows that no longer fit the schema; nothing of them is in the summary. */
  readonly unreadable: readonly { readonly id: string; readonly reason: string }[];
}

const Concluding = ReasoningRecord.pick({
  reasoning_id: true,
  timestamp: true,
  cost_usd: true,
  outcome: true,
});

/**
 * Folds all records and reasonings of a campaign in the order of time, as the recorder has done one by one. Reads the whole
 * history, one page of it in memory at a time.
 */
export async function rebuildSummary(tables: Tables, campaign: string): Promise<RebuiltSummary> {
  const reasonings = await concludingReasonings(tables, campaign);
  const unreadable: RebuiltSummary['unreadable'][number][] = [];
  let summary = emptySummary();
  let records = 0;
  for await (const iteration of iterationsOf(tables, campaign, unreadable)) {
    const id = iteration[0]?.reasoning_id ?? '';
    for (const [earlier, reasoning] of reasonings) {
      if (earlier >= id) break;
      // Its records are gone or unreadable; what it cost is not.
      if (reasoning.outcome !== null) summary = foldIteration(summary, reasoning, []);
      reasonings.delete(earlier);
    }
    summary = withIteration(summary, iteration, reasonings.get(id));
    reasonings.delete(id);
    records += iteration.length;
  }
  for (const reasoning of reasonings.values())
    if (reasoning.outcome !== null) summary = foldIteration(summary, reasoning, []);
  return { summary, records, unreadable };
}

type ConcludingReasoning = Pick<ReasoningRecord, 'reasoning_id' | 'timestamp' | 'cost_usd' | 'outcome'>;

function withIteration(
  summary: CampaignSummary,
  iteration: readonly ExperimentRecord[],
  reasoning: ConcludingReasoning | undefined,
): CampaignSummary {
  const [first] = iteration;
  if (first === undefined) return summary;
  const counted = iteration.reduce(foldExperiment, summary);
  const ended = iteration.filter(({ status }) => status !== 'planned' && status !== 'running');
  const isConcluded =
    reasoning === undefined ? ended.length === iteration.length : reasoning.outcome !== null;
  if (!isConcluded) return counted;
  const { reasoning_id, planned_at } = first;
  return foldIteration(counted, reasoning ?? { reasoning_id, timestamp: planned_at, cost_usd: 0 }, ended);
}

/** Records by iteration, in the order of time: ids of experiments begin with that of their reasoning. */
async function* iterationsOf(
  tables: Tables,
  campaign: string,
  unreadable: RebuiltSummary['unreadable'][number][],
): AsyncGenerator<ExperimentRecord[]> {
  let iteration: ExperimentRecord[] = [];
  for await (const rows of everyExperiment(tables, campaign)) {
    const history = readHistory(rows);
    unreadable.push(...history.unreadable);
    for (const record of history.records) {
      if (iteration.length > 0 && iteration[0]?.reasoning_id !== record.reasoning_id) {
        yield iteration;
        iteration = [];
      }
      iteration.push(record);
    }
  }
  if (iteration.length > 0) yield iteration;
}

async function concludingReasonings(
  tables: Tables,
  campaign: string,
): Promise<Map<string, ConcludingReasoning>> {
  const found = new Map<string, ConcludingReasoning>();
  for await (const rows of everyReasoning(tables, campaign))
    for (const row of rows) {
      const parsed = Concluding.safeParse(row);
      if (parsed.success) found.set(parsed.data.reasoning_id, parsed.data);
    }
  return found;
}
