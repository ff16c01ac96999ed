import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { LedgerEntry } from '../../lambdas/shared/ledger/entries.ts';
import { usd } from '../../lambdas/shared/ledger/money.ts';
import { isRepetition } from '../../lambdas/shared/memory/attempt.ts';
import { rebuildSummary } from '../../lambdas/shared/memory/rebuild.ts';
import type { ReasoningRecord } from '../../lambdas/shared/reasoning.ts';
import type { LabSettingsInput } from '../../lambdas/shared/settings.ts';
import { getSummary } from '../../lambdas/shared/stores/campaign-store.ts';
import type { History } from '../../lambdas/shared/stores/experiment-store.ts';
import type { Laboratory } from '../../lib/local/laboratory.ts';
import { startFakeClaude } from '../support/fake-claude.ts';
import { freshFolder, lockIsFree, openTestLaboratory } from '../workflow/laboratory.ts';
import { everyStoredReasoning, ledgerOf, wholeHistory } from './account.ts';
import { faultRows, faultTableText } from './fault-table.ts';
import { CALLS, CLOCKS, ENDS, RECORDINGS, RECOVERIES, TASKS } from './faults.ts';
import { scriptedAnswers } from './scripted-answers.ts';
import { CAMPAIGN, type Soaked, soak } from './soak.ts';

/** One under which fifty iterations meet every kind of fault. */
const SEED = 395;
/** Questions of one iteration at most: a plan and its repair, each tried a few times. */
const QUESTIONS = 8;
/** A busy machine may take many times as long as an idle one. */
const SLOW = { timeout: 300_000 };
const iterations = inject('soakIterations');

/** A laboratory whose planner asks a Claude that is often at fault. */
async function soaked(open: AsyncDisposableStack, seed: number, count: number, caps: LabSettingsInput = {}) {
  const { folder, remove } = freshFolder();
  open.defer(remove);
  const claude = open.use(await startFakeClaude(...scriptedAnswers(seed, QUESTIONS * count)));
  const machine = { ANTHROPIC_API_KEY: 'sk-test', ANTHROPIC_BASE_URL: claude.url };
  const laboratory = open.use(await openTestLaboratory(folder, machine));
  return { laboratory, run: await soak(laboratory, { seed, iterations: count, caps }) };
}

describe(`${iterations} iterations in which much goes wrong`, () => {
  const open = new AsyncDisposableStack();
  let laboratory: Laboratory;
  let run: Soaked;
  let reasonings: ReasoningRecord[];
  let history: History;

  beforeAll(async () => {
    ({ laboratory, run } = await soaked(open, SEED, iterations));
    reasonings = await everyStoredReasoning(laboratory.tables, CAMPAIGN);
    history = await wholeHistory(laboratory.tables, CAMPAIGN);
  }, iterations * 12_000);
  afterAll(() => open.disposeAsync());

  it('met every kind of fault', () => {
    const kinds = { task: TASKS, call: CALLS, recording: RECORDINGS, clock: CLOCKS, recovery: RECOVERIES };
    const named = Object.entries(kinds).flatMap(([kind, chances]) =>
      Object.keys(chances).map((name) => `${kind}: ${name}`),
    );
    expect(named.filter((name) => !run.faults.seen.has(name))).toEqual([]);
  });

  it('ended each in Done, except those that were killed and those that broke off by the name of the fault', () => {
    const others = run.endings.filter((ending) => ending !== 'killed' && ending.kind !== 'done');
    for (const ending of others)
      expect(ending).toMatchObject({ kind: 'failed', error: 'AccessDeniedException' });
    expect(others.length).toBeGreaterThan(0);
    expect(others.length).toBeLessThan(iterations / 5);
  });

  it('let no second execution plan beside one that was at work', () => {
    for (const { decision, reason, owner } of run.intruders)
      expect({ decision, reason, owner }).toEqual({
        decision: 'skipped',
        owner: expect.stringMatching(/:execution:.*soak-\d+$/),
        reason: expect.stringMatching(/another iteration is running.*soak-\d+/),
      });
  });

  it('gave every planned experiment one record that has ended, and no other', () => {
    const planned = reasonings.flatMap(({ experiments }) => experiments.map((each) => each.experiment_id));
    expect(history.unreadable).toEqual([]);
    expect(history.records.map(({ experiment_id }) => experiment_id)).toEqual(planned.toSorted());
    for (const record of history.records)
      expect(record).toMatchObject({
        status: expect.stringMatching(/^(succeeded|failed|abandoned)$/),
        finished_at: expect.any(String),
        verdict: expect.any(String),
      });
  });

  it('lost nothing by any fault', () => {
    const rows = faultRows({ seed: SEED, iterations, reasonings, records: history.records });
    process.stdout.write(`${faultTableText(rows)}\n`);
    expect(rows.length).toBeGreaterThan(30);
    expect(rows.filter(({ lost }) => lost > 0)).toEqual([]);
  });

  it('says of every experiment what became of it', () => {
    const cutShort = new Set(
      reasonings
        .filter(({ execution_id }) => run.killed.has(execution_id) || run.unanswered.has(execution_id))
        .map(({ reasoning_id }) => reasoning_id),
    );
    for (const { experiment_id, reasoning_id, failure, verdict } of history.records) {
      const fault = run.faults.task(experiment_id);
      const ends = cutShort.has(reasoning_id) ? [...ENDS[fault], 'no-result'] : ENDS[fault];
      expect(ends, `${experiment_id}: ${fault}`).toContain(failure?.class ?? 'succeeded');
      if (fault === 'unsound controls' && failure === null) expect(verdict).toBe('suspect');
    }
  });

  it('gave every reasoning its outcome and left the lock free', async () => {
    expect(reasonings.filter(({ outcome }) => outcome === null)).toEqual([]);
    expect(await lockIsFree(laboratory)).toBe(true);
  });

  it('planned with Claude and without', () => {
    const modes = new Set(reasonings.map(({ mode }) => mode));
    expect(modes).toEqual(new Set(['llm', 'fallback']));
    const reasons = reasonings.flatMap(({ fallback_reason }) => fallback_reason ?? []);
    expect(new Set(reasons).size).toBeGreaterThan(3);
  });

  it('planned by rules through a day on which Claude answers nothing but that it is overloaded', () => {
    const flags = reasonings.map(({ mode }) => (mode === 'fallback' ? 'f' : '-')).join('');
    expect(flags).toMatch(/f{4}/);
  });

  it('counted every record once, as making the summary anew does', async () => {
    const summary = await getSummary(laboratory.tables, CAMPAIGN);
    const count = (status: string) => history.records.filter((record) => record.status === status).length;
    expect(summary.counts).toMatchObject({
      succeeded: count('succeeded'),
      failed: count('failed') + count('abandoned'),
    });
    const rebuilt = await rebuildSummary(laboratory.tables, CAMPAIGN);
    expect(rebuilt.summary.counts).toEqual(summary.counts);
    expect(rebuilt.summary.champion).toEqual(summary.champion);
    expect(rebuilt.summary.sources).toEqual(summary.sources);
  });

  it('measured no spec a second time that had been measured soundly, unless that was declared', () => {
    const measured = new Set<string>();
    for (const record of history.records) {
      const { spec_hash, status, batch_fault, measurement } = record;
      // A replicate says what it repeats, and a confirmation that ended in doubt is made again.
      if (!isRepetition(record)) expect([...measured]).not.toContain(spec_hash);
      const isSound = measurement?.controls?.sound !== false && !batch_fault;
      if (status === 'succeeded' && isSound) measured.add(spec_hash);
    }
  });

  it('left a ledger that balances: nothing open, and the sums are those of the entries', async () => {
    const { months, entries } = await ledgerOf(laboratory.tables);
    const settled = (kind: LedgerEntry['kind']) =>
      entries.filter((entry) => entry.kind === kind).reduce((sum, entry) => sum + (entry.settled ?? 0), 0);
    const sum = (field: 'total' | 'llm' | 'spent_llm' | 'spent_compute' | 'spent_storage') =>
      months.reduce((before, month) => before + month[field], 0);
    expect(months.flatMap(({ open: left }) => Object.keys(left))).toEqual([]);
    expect(sum('spent_compute') + sum('spent_storage')).toBe(settled('compute'));
    expect(sum('spent_storage')).toBeGreaterThan(0);
    expect(sum('spent_llm')).toBe(settled('llm'));
    expect(sum('total')).toBe(settled('compute') + settled('llm'));
    expect(sum('llm')).toBe(settled('llm'));
  });

  it('paid for each record once, and beside them only for plannings that broke off', async () => {
    const { entries } = await ledgerOf(laboratory.tables);
    const recorded = history.records.map(({ experiment_id }) => experiment_id);
    const paid = entries.filter(({ status, note }) => status === 'settled' && note === undefined);
    const compute = paid.filter(({ kind }) => kind === 'compute').map(({ id }) => id);
    expect(compute.toSorted()).toEqual(recorded.toSorted());
    // The others were counted as spent because nobody knows better, or written before sums that then were not raised.
    expect(entries.length - paid.length).toBeLessThan(iterations / 5);
  });
});

it.each([
  ['for the model', { llm: { monthly_cap_usd: 0.43, timeout_seconds: 0.3 } }, 0.43, 100_000],
  ['in all', { monthly_cap_usd: 0.03 }, 0.03, 0.03],
])('under a cap %s that binds, holds no more than that and says why it does less', SLOW, async (...given) => {
  const [, caps, llmCap, totalCap] = given;
  await using open = new AsyncDisposableStack();
  const { laboratory, run } = await soaked(open, SEED, 6, caps);

  for (const { total, llm } of run.ledger) {
    expect(usd(total)).toBeLessThanOrEqual(totalCap);
    expect(usd(llm)).toBeLessThanOrEqual(llmCap);
  }
  const told = [
    ...run.endings.flatMap((ending) =>
      ending !== 'killed' && ending.kind === 'declined' ? ending.plan.reason : [],
    ),
    ...(await everyStoredReasoning(laboratory.tables, CAMPAIGN)).flatMap(({ fallback_reason, risks }) => [
      ...(fallback_reason === null ? [] : [fallback_reason]),
      ...risks,
    ]),
  ];
  expect(told).toContainEqual(
    expect.stringMatching(totalCap < 1 ? /raise monthly_cap_usd or wait/ : /for the model .* set aside/),
  );
  const { months, entries } = await ledgerOf(laboratory.tables);
  expect(months.flatMap(({ open: left }) => Object.keys(left))).toEqual([]);
  expect(entries.filter(({ status }) => status === 'committed')).toEqual([]);
  expect(entries.some(({ status }) => status === 'refused')).toBe(true);
});

it('the same seed gives the same run', SLOW, async () => {
  await using open = new AsyncDisposableStack();
  const told = async () => {
    const { laboratory } = await soaked(open, SEED + 1, 4);
    const { records } = await wholeHistory(laboratory.tables, CAMPAIGN);
    return records.map(({ experiment_id, spec_hash, source, status, verdict }) => [
      ...[experiment_id, spec_hash, source, status, verdict],
    ]);
  };
  const first = await told();
  expect(first.length).toBeGreaterThan(6);
  expect(await told()).toEqual(first);
});
