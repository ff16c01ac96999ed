import { ReasoningRecord } from '../reasoning.ts';
import type { ExperimentRecord } from '../record.ts';
import type { Tables } from '../stores/document-client.ts';
import { everyExperiment, readHistory } from '../stores/experiment-store.ts';
import { everyReasoning } from '../stores/reasoning-store.ts';
import { type CampaignSummary, emptySummary } from '../summary.ts';
import { hasEnded } from './attempt.ts';
import { ConclusionOrder } from './conclusion-order.ts';
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

/** Follows every name, which begins with a digit. */
const AFTER_ALL = '~';

/**
 * Folds all records and reasonings of a campaign as the recorder has done one by one: records by name, iterations in the
 * order of their conclusions. Reads the whole history and holds in memory one page of it, and the few iterations that
 * were concluded after one of a later name.
 */
export async function rebuildSummary(tables: Tables, campaign: string): Promise<RebuiltSummary> {
  const reasonings = await concludingReasonings(tables, campaign);
  const order = new ConclusionOrder([...reasonings.values()]);
  const waiting = new Map<string, readonly ExperimentRecord[]>();
  const unreadable: RebuiltSummary['unreadable'][number][] = [];
  let summary = emptySummary();
  let records = 0;
  const learnUpTo = (name: string) => {
    for (const reasoning of order.upTo(name)) {
      // Records may be gone or unreadable; what the iteration cost is not.
      summary = foldIteration(summary, reasoning, waiting.get(reasoning.reasoning_id) ?? []);
      waiting.delete(reasoning.reasoning_id);
    }
  };
  for await (const iteration of iterationsOf(tables, campaign, unreadable)) {
    const id = iteration[0]?.reasoning_id ?? '';
    summary = iteration.reduce(foldExperiment, summary);
    records += iteration.length;
    const reasoning = reasonings.get(id);
    if (reasoning?.outcome != null) waiting.set(id, iteration.filter(hasEnded));
    learnUpTo(id);
    if (reasoning === undefined) summary = withoutReasoning(summary, iteration);
  }
  learnUpTo(AFTER_ALL);
  return { summary, records, unreadable };
}

type ConcludingReasoning = Pick<ReasoningRecord, 'reasoning_id' | 'timestamp' | 'cost_usd' | 'outcome'>;

/** What an iteration teaches whose reasoning is gone: concluded once all its records have ended. */
function withoutReasoning(summary: CampaignSummary, iteration: readonly ExperimentRecord[]): CampaignSummary {
  const [first] = iteration;
  if (first === undefined || !iteration.every(hasEnded)) return summary;
  const { reasoning_id, planned_at } = first;
  return foldIteration(summary, { reasoning_id, timestamp: planned_at, cost_usd: 0 }, iteration);
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
