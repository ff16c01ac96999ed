import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { updateSummary } from '../../../../lambdas/recorder/update-summary.ts';
import { foldExperiment, foldIteration } from '../../../../lambdas/shared/memory/fold.ts';
import { rebuildSummary } from '../../../../lambdas/shared/memory/rebuild.ts';
import {
  getSummary,
  loadSummary,
  putSummary,
  readPlanningState,
} from '../../../../lambdas/shared/stores/campaign-store.ts';
import { type CampaignSummary, emptySummary } from '../../../../lambdas/shared/summary.ts';
import { type StartedTables, startTables } from '../../../support/tables.ts';
import { type GeneratedIteration, generatedHistory, summaryOf } from './generated-history.ts';

let started: StartedTables;
beforeAll(async () => {
  started = await startTables();
});
afterAll(() => started.stop());

const HISTORY = generatedHistory(70, 3, 11);

/** The rows of a history, in a campaign of its own. */
async function givenRows(campaign: string, history: readonly GeneratedIteration[] = HISTORY): Promise<void> {
  const { client, experiments, reasoning } = started.tables;
  for (const iteration of history) {
    await client.send(new PutCommand({ TableName: reasoning, Item: { ...iteration.reasoning, campaign } }));
    for (const record of iteration.records)
      await client.send(new PutCommand({ TableName: experiments, Item: { ...record, campaign } }));
  }
}

const givenItem = (item: Record<string, unknown>) =>
  started.tables.client.send(new PutCommand({ TableName: started.tables.experiments, Item: item }));

const gains = ({ sources = {} }: CampaignSummary) =>
  Object.fromEntries(
    Object.entries(sources).map(([source, { wins, gain_points }]) => [source, { wins, gain_points }]),
  );

describe('a summary that is rebuilt', () => {
  it('given a history of several pages, is what the recorder has made of it one by one', async () => {
    await givenRows('whole');
    const { summary, records, unreadable } = await rebuildSummary(started.tables, 'whole');
    expect(summary).toEqual(summaryOf(HISTORY));
    expect({ records, unreadable }).toEqual({ records: 210, unreadable: [] });
  });

  it('given clocks that disagree, credits each source as its iterations were concluded and not as they were named', async () => {
    const history = generatedHistory(12, 3, 10);
    // The first of every three was concluded after the other two, as one that was started by a clock behind the others.
    const place = (index: number) => (index % 3 === 0 ? index + 2.5 : index);
    const concluded = history.map((iteration, index) => {
      const concluded_at = new Date(Date.UTC(2026, 0, 2) + place(index) * 3_600_000).toISOString();
      const outcome = { verdict: 'inconclusive' as const, text: 'concluded', concluded_at };
      return { ...iteration, reasoning: { ...iteration.reasoning, outcome } };
    });
    await givenRows('skewed', concluded);
    const counted = history.flatMap(({ records }) => records).reduce(foldExperiment, emptySummary());
    const inOrder = concluded.toSorted((a, b) =>
      a.reasoning.outcome.concluded_at < b.reasoning.outcome.concluded_at ? -1 : 1,
    );
    const lived = inOrder.reduce(
      (summary, { reasoning, records }) => foldIteration(summary, reasoning, records),
      counted,
    );
    const { summary } = await rebuildSummary(started.tables, 'skewed');
    expect(gains(summaryOf(history))).not.toEqual(gains(lived));
    expect(gains(summary)).toEqual(gains(lived));
    expect(summary.champion).toEqual(lived.champion);
    expect(summary.intelligence).toEqual(lived.intelligence);
  });

  it('given one conclusion whose time is years off, loses none of the others', async () => {
    const history = generatedHistory(30, 8, 22);
    const moved = history.map((iteration, index) => {
      const { reasoning } = iteration;
      if (index !== 29 || reasoning.outcome === null) return iteration;
      const outcome = { ...reasoning.outcome, concluded_at: '2001-01-01T00:00:00.000Z' };
      return { ...iteration, reasoning: { ...reasoning, outcome } };
    });
    await givenRows('years-off', moved);
    const { summary } = await rebuildSummary(started.tables, 'years-off');
    expect(summary.intelligence?.totals.iterations).toBe(history.length);
    expect(summary.counts).toEqual(summaryOf(history).counts);
  });

  it('given an iteration that is not concluded, counts what ended and learns nothing from it yet', async () => {
    const [first, second] = generatedHistory(2, 3, 5);
    if (first === undefined || second === undefined) throw new Error('two iterations were asked for');
    const open = { ...second, reasoning: { ...second.reasoning, outcome: null } };
    await givenRows('open', [first, open]);
    const { summary } = await rebuildSummary(started.tables, 'open');
    expect(summary.intelligence?.totals.iterations).toBe(1);
    expect(summary.counts.succeeded + summary.counts.failed).toBe(6);
  });

  it('given rows that cannot be read, tells them and keeps what their reasoning cost', async () => {
    const [only] = generatedHistory(1, 2, 6);
    if (only === undefined) throw new Error('an iteration was asked for');
    await givenRows('foreign', [{ ...only, records: [] }]);
    const experiment_id = only.records[0]?.experiment_id;
    await givenItem({ campaign: 'foreign', experiment_id, status: 'of another world' });
    const { summary, unreadable } = await rebuildSummary(started.tables, 'foreign');
    expect(unreadable).toEqual([expect.objectContaining({ id: experiment_id })]);
    expect(summary.months['2026-01']?.llm_usd).toBe(only.reasoning.cost_usd);
  });
});

describe('a stored summary of another version', () => {
  const older = (campaign: string, version: unknown) => ({
    ...{ campaign: '#summary', experiment_id: campaign, schema: 'codec-lab.summary.v1', version },
    counts: { succeeded: 999, failed: 0 },
  });

  it.each([
    ['with its version', 41],
    ['without one', undefined],
  ])('%s, does not stop planning: it is made anew, and the next write stores it', async (_, version) => {
    const campaign = `older-${version}`;
    await givenRows(campaign, HISTORY.slice(0, 5));
    await givenItem(older(campaign, version));
    const expected = { ...summaryOf(HISTORY.slice(0, 5)), version: version ?? 0 };

    const state = await readPlanningState(started.tables, campaign, 'none');
    expect(state.summary).toEqual(expected);
    const surroundings = { tables: started.tables, random: () => 0, wait: async () => {} };
    const unchanged = await updateSummary(surroundings, campaign, (summary) => summary);

    expect(unchanged.changed).toBe(false);
    expect(await loadSummary(started.tables, campaign)).toEqual({
      summary: { ...expected, version: expected.version + 1 },
      isRebuilt: false,
    });
  });

  it('is not written over by one who has read an earlier version', async () => {
    await givenItem(older('contended', 7));
    expect(await putSummary(started.tables, 'contended', { ...emptySummary(), version: 7 })).toBe(false);
    expect((await getSummary(started.tables, 'contended')).version).toBe(7);
  });
});
