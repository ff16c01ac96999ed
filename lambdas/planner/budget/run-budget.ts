import { commitmentIds } from '../../shared/ledger/commitment-ids.ts';
import { type LedgerMonth, monthOf } from '../../shared/ledger/entries.ts';
import { microUsd, usd } from '../../shared/ledger/money.ts';
import type { PlannedExperiment } from '../../shared/reasoning.ts';
import type { LabSettings } from '../../shared/settings.ts';
import type { Tables } from '../../shared/stores/document-client.ts';
import { commit, getMonth, type MonthCaps, settle } from '../../shared/stores/ledger-store.ts';
import { experimentUsd } from './arm-cost.ts';

/** What spending needs to know of a run. */
export interface Run {
  readonly tables: Tables;
  readonly settings: LabSettings;
  readonly campaign: string;
  readonly reasoningId: string;
  readonly now: () => Date;
}

/** Days into a month in which the one before may still hold what a killed run left. */
const DAYS_AFTER = 2;

/**
 * The present month. What a run that was killed set aside long ago counts as spent, at the end of the month before too:
 * nobody knows better, and a workflow cannot run that long.
 */
export async function openMonth(run: Run): Promise<LedgerMonth> {
  const now = run.now();
  const present = monthOf(now);
  const before = monthOf(new Date(now.getTime() - DAYS_AFTER * 86_400_000));
  if (before !== present) await withoutStale(run, before);
  return withoutStale(run, present);
}

async function withoutStale({ tables, settings, now }: Run, month: string): Promise<LedgerMonth> {
  const before = await getMonth(tables, month);
  const oldest = now().getTime() - settings.lock_minutes * 60_000;
  const stale = Object.entries(before.open).filter(([, { at }]) => Date.parse(at) < oldest);
  for (const [id, { amount }] of stale)
    await settle(tables, { id, amount, now: now(), note: 'never settled: counted as spent in full' });
  return stale.length === 0 ? before : getMonth(tables, month);
}

/**
 * Sets aside what the model may cost.
 * @returns why it must not be asked; undefined when it may
 */
export async function commitLlm(run: Run, id: string, boundUsd: number): Promise<string | undefined> {
  const { tables, settings, campaign, now } = run;
  const { run_cap_usd, monthly_cap_usd } = settings.llm;
  const may = `asking the model may cost ${boundUsd.toFixed(3)} USD`;
  if (boundUsd > Math.min(run_cap_usd, settings.run_cap_usd))
    return `${may}, the cap of a run is ${Math.min(run_cap_usd, settings.run_cap_usd).toFixed(2)} USD: raise llm.run_cap_usd or lower llm.max_tokens`;
  const own = { id, kind: 'llm' as const, campaign, amount: microUsd(boundUsd), now: now() };
  if (await commit(tables, { ...own, caps: capsOf(settings) })) return undefined;
  const { llm, total } = await getMonth(tables, monthOf(now()));
  return `${may}; of this month's ${monthly_cap_usd.toFixed(2)} USD for the model ${usd(llm).toFixed(2)} are spent or set aside, of ${settings.monthly_cap_usd.toFixed(2)} USD in all ${usd(total).toFixed(2)}`;
}

export async function settleLlm({ tables, now }: Run, id: string, costUsd: number): Promise<void> {
  await settle(tables, { id, amount: microUsd(costUsd), now: now() });
}

/** The experiments that there is money for, from the first on, and why the rest was left out. */
export interface Affordable {
  readonly count: number;
  readonly reason: string | undefined;
  /** Whether it was the month's cap that left the rest out. */
  readonly isMonthFull: boolean;
}

/** Sets aside what each experiment is expected to cost, task and storage, in their order, until one does not fit. */
export async function commitArms(
  { tables, settings, campaign, now }: Run,
  experiments: readonly PlannedExperiment[],
  spentOnLlmUsd: number,
): Promise<Affordable> {
  let runUsd = spentOnLlmUsd;
  for (const [count, experiment] of experiments.entries()) {
    const cost = experimentUsd(experiment);
    runUsd += cost;
    if (runUsd > settings.run_cap_usd)
      return {
        count,
        reason: `this run would cost ${runUsd.toFixed(2)} USD with it, the cap of a run is ${settings.run_cap_usd.toFixed(2)} USD: raise run_cap_usd`,
        isMonthFull: false,
      };
    const id = commitmentIds.compute(experiment.experiment_id);
    const own = { id, kind: 'compute' as const, campaign, amount: microUsd(cost), now: now() };
    if (await commit(tables, { ...own, caps: capsOf(settings) })) continue;
    const { total } = await getMonth(tables, monthOf(now()));
    return {
      count,
      reason: `it may cost ${cost.toFixed(3)} USD, and ${usd(total).toFixed(2)} of this month's ${settings.monthly_cap_usd.toFixed(2)} USD are spent or set aside: raise monthly_cap_usd or wait for the next month`,
      isMonthFull: true,
    };
  }
  return { count: experiments.length, reason: undefined, isMonthFull: false };
}

function capsOf({ llm, monthly_cap_usd }: LabSettings): MonthCaps {
  return { llm: microUsd(llm.monthly_cap_usd), total: microUsd(monthly_cap_usd) };
}
