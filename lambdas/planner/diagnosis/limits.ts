import { encoderName } from '../../shared/encoder-name.ts';
import { stalePrices } from '../../shared/ledger/price-age.ts';
import { findSpace } from '../../shared/space.ts';
import type { CampaignSummary } from '../../shared/summary.ts';
import { valuesOf } from '../changes.ts';
import { expectedCpuSeconds, fitsBudget } from '../cost.ts';
import { currentChampion } from '../current-champion.ts';
import { configurationName, percent, ratedRecords } from '../evidence.ts';
import { isPriced } from '../llm/cost/cost.ts';
import { evidenceOf, type Rule } from './finding.ts';

/** Newest records that a finding about recent work looks at. */
const RECENT = 9;
/** Share of a month's cap from which on it is pointed out. */
const NEARLY_SPENT = 0.8;

/** The best rate of all is one that the two families of metrics disagree about: a gain in one is a loss in the other. */
export const metricDisagreement: Rule = (context) => {
  const [best] = ratedRecords(context);
  const { verdict, sentence } = best?.measurement.agreement ?? {};
  if (best === undefined || verdict !== 'metric disagreement' || best.bdRate >= 0) return undefined;
  return {
    rule: 'metric-disagreement',
    statement: `${configurationName(best.spec)} has the lowest BD-rate (${percent(best.bdRate)}), and the families of metrics disagree about it: ${sentence ?? ''}; it is nothing to build on`,
    evidence: evidenceOf([best]),
  };
};

/** Better than the champion on the tune clips and not on others. Only the fact: what those others measured is held back. */
export const overFitted: Rule = ({ history, clipSet }) => {
  const found = history
    .slice(0, RECENT)
    .filter(
      ({ clip_set, promotion }) =>
        clip_set === clipSet && promotion?.decision === 'over-fitted to the tune clips',
    );
  const [newest] = found;
  if (newest === undefined) return undefined;
  return {
    rule: 'over-fitted',
    statement: `${found.length} of the last ${Math.min(RECENT, history.length)} experiments led on the tune clips and not on clips that are held back, the newest ${configurationName(newest.spec)}: gains have to be looked for that do not hang on these clips`,
    evidence: evidenceOf(found),
  };
};

/** More effort of the champion's encoder is there, and none of it fits an arm's processor time. */
export const timeBound: Rule = (context) => {
  const champion = currentChampion(context);
  const space = champion && findSpace(context.spaces, champion.spec);
  if (champion === undefined || space === undefined) return undefined;
  const { effort } = space;
  const { strategy, encoder, parameters } = champion.spec;
  const seconds = (value: (typeof parameters)[string]) =>
    expectedCpuSeconds(context, { strategy, encoder, parameters: { ...parameters, [effort]: value } });
  const own = seconds(parameters[effort] ?? space.parameters[effort]?.default ?? '');
  const slower = valuesOf(space.parameters[effort]).filter((value) => seconds(value) > own);
  const affordable = slower.filter((value) =>
    fitsBudget(context, { strategy, encoder, parameters: { ...parameters, [effort]: value } }),
  );
  if (slower.length === 0 || affordable.length > 0) return undefined;
  const least = Math.min(...slower.map(seconds));
  return {
    rule: 'time-bound',
    statement: `no slower ${effort} of ${encoderName(champion.spec)} than the champion's fits ${context.settings.cpu_seconds_per_arm} CPU seconds of an arm, the next takes about ${least.toFixed(0)}: what effort could still bring is out of reach`,
    evidence: [champion.experiment_id],
  };
};

/** Most of the month's money is gone. */
export const budgetNearlySpent: Rule = ({ summary, settings, now }) => {
  const { llm, total } = monthSpending(summary, now);
  const nearly = [
    { name: 'everything', spent: total, cap: settings.monthly_cap_usd },
    { name: 'the model', spent: llm, cap: settings.llm.monthly_cap_usd },
  ].find(({ spent, cap }) => spent > 0 && spent >= NEARLY_SPENT * cap);
  if (nearly === undefined) return undefined;
  return {
    rule: 'budget',
    statement: `this campaign has spent ${nearly.spent.toFixed(2)} USD on ${nearly.name} this month, of ${nearly.cap.toFixed(2)} that all campaigns may`,
    evidence: [],
  };
};

/** Caps are only as good as the prices behind them. */
export const oldPrices: Rule = ({ now }) => {
  const statement = stalePrices(now);
  return statement === undefined ? undefined : { rule: 'old-prices', statement, evidence: [] };
};

/** A model that is charged for what it may not cost. */
export const unpricedModel: Rule = ({ settings: { llm } }) =>
  isPriced(llm.model)
    ? undefined
    : {
        rule: 'unpriced-model',
        statement: `the price table has no model ${llm.model}: it is charged as the dearest one, so that a cap is reached too soon rather than too late; add its price to lambdas/shared/prices.ts`,
        evidence: [],
      };

/** What a campaign has cost in a calendar month (UTC) so far, in USD. */
function monthSpending(
  { months }: CampaignSummary,
  now: Date,
): { readonly llm: number; readonly total: number } {
  const month = months[now.toISOString().slice(0, 7)];
  return { llm: month?.llm_usd ?? 0, total: (month?.llm_usd ?? 0) + (month?.compute_usd ?? 0) };
}
