import { afterEach, beforeEach } from 'vitest';
import type { LedgerKind } from '../../../lambdas/shared/ledger/entries.ts';
import type { ReasoningRecord } from '../../../lambdas/shared/reasoning.ts';
import type { ExperimentRecord } from '../../../lambdas/shared/record.ts';
import { parseSettings } from '../../../lambdas/shared/settings.ts';
import { putSummary } from '../../../lambdas/shared/stores/campaign-store.ts';
import { putTerminalExperiment } from '../../../lambdas/shared/stores/experiment-store.ts';
import { commit, settle } from '../../../lambdas/shared/stores/ledger-store.ts';
import { putReasoning } from '../../../lambdas/shared/stores/reasoning-store.ts';
import type { CampaignSummary } from '../../../lambdas/shared/summary.ts';
import { handle } from '../../../lambdas/widget/handle.ts';
import type { Surroundings } from '../../../lambdas/widget/surroundings.ts';
import { type StartedTables, startTables } from '../../support/tables.ts';
import { CAMPAIGN, givenPlanned, givenReasoning, givenSuccess } from '../recorder/given.ts';

export const NOW = new Date('2026-11-23T09:00:00Z');

/** The widget on tables in memory, empty before each test of the file that imports this. */
export let started: StartedTables;
export let printed: string[];
export let surroundings: Surroundings;

beforeEach(async () => {
  started = await startTables();
  printed = [];
  surroundings = {
    tables: started.tables,
    settings: parseSettings({}),
    now: () => NOW,
    print: (line) => printed.push(line),
  };
});
afterEach(() => started.stop());

export const shown = (event: Readonly<Record<string, unknown>>) => handle(surroundings, event);

/** An iteration of two experiments, one within and one outside its forecast range, and what was thought before it. */
export async function givenIteration(changes: Partial<ReasoningRecord> = {}): Promise<ReasoningRecord> {
  const reasoning: ReasoningRecord = {
    ...givenReasoning([givenPlanned(0), givenPlanned(1)]),
    insights: [{ text: 'slower presets save bits', evidence: ['20261122T180000Z-00000000-01'] }],
    risks: ['encoding takes longer'],
    outcome: { verdict: 'confirmed', text: 'one arm saved 6 percent', concluded_at: NOW.toISOString() },
    ...changes,
  };
  await putReasoning(started.tables, reasoning);
  return reasoning;
}

export async function givenExperiments(
  records: readonly ExperimentRecord[] = [givenSuccess(0, -6), givenSuccess(1, 4)],
): Promise<void> {
  for (const record of records) await putTerminalExperiment(started.tables, record);
}

export async function givenSummary(summary: CampaignSummary): Promise<void> {
  await putSummary(started.tables, CAMPAIGN, { ...summary, version: 1 });
}

/** Something paid for, and where `settled` is absent only set aside; in millionths of a dollar. */
export async function givenSpending(id: string, kind: LedgerKind, committed: number, settled?: number) {
  const caps = { llm: 20_000_000, total: 100_000_000 };
  await commit(started.tables, { id, kind, campaign: CAMPAIGN, amount: committed, now: NOW, caps });
  if (settled !== undefined) await settle(started.tables, { id, amount: settled, now: NOW });
}
