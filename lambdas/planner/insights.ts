import { encoderName } from '../shared/encoder-name.ts';
import type { Insight } from '../shared/reasoning.ts';
import { contentInsights } from './content/content-insights.ts';
import { type Effect, measuredEffects } from './effects.ts';
import { configurationName, percent, ratedRecords } from './evidence.ts';
import type { Finding, PlanningContext } from './planning.ts';

type Rated = ReturnType<typeof ratedRecords>[number];

/** Points between clips from which on their mean hides more than it says. */
const WIDE_SPREAD = 10;
/** Effects of parameters that are told, the largest. */
const TOLD_EFFECTS = 3;

/** What holds across experiments, each statement with the experiments that it rests on. */
export function insightsOf(context: PlanningContext, findings: readonly Finding[]): Insight[] {
  const rated = ratedRecords(context);
  const insights = [
    ...ranking(rated),
    ...parameterEffects(measuredEffects(context)),
    ...clipSpread(rated[0]),
    ...contentInsights(context),
    ...findings.slice(1).map(({ statement, evidence }) => ({ text: statement, evidence: [...evidence] })),
  ];
  return insights.slice(0, 12).map(({ text, evidence }) => ({ text: text.slice(0, 600), evidence }));
}

function ranking(rated: readonly Rated[]): Insight[] {
  const best = [...Map.groupBy(rated, ({ spec }) => encoderName(spec)).values()].flatMap(
    ([first]) => first ?? [],
  );
  if (best.length < 2) return [];
  const places = best.map((each) => `${configurationName(each.spec)} ${percent(each.bdRate)}`);
  return [
    {
      text: `best of each encoder: ${places.join('; ')}`,
      evidence: best.map(({ experiment_id }) => experiment_id),
    },
  ];
}

/** The largest effects of single parameters; of the two directions in which a pair can be read, the order of time. */
function parameterEffects(effects: readonly Effect[]): Insight[] {
  return effects
    .filter(({ before, after }) => before.experiment_id < after.experiment_id)
    .sort((a, b) => Math.abs(b.points) - Math.abs(a.points))
    .slice(0, TOLD_EFFECTS)
    .map(({ name, from, to, points, before, after }) => ({
      text: `in ${configurationName(before.spec)}, ${name.replaceAll('_', ' ')} ${String(to)} instead of ${String(from ?? "the encoder's own choice")} brought ${points > 0 ? '+' : ''}${points.toFixed(1)} points of BD-rate, all else equal`,
      evidence: [before.experiment_id, after.experiment_id],
    }));
}

/** Where the best result differs much between clips, the mean hides it. */
function clipSpread(best: Rated | undefined): Insight[] {
  if (best === undefined) return [];
  const sorted = best.measurement.clips
    .flatMap(({ name, bd_rate_percent: rate }) => (rate === null ? [] : [{ name, rate }]))
    .sort((a, b) => a.rate - b.rate);
  const [low, high] = [sorted[0], sorted.at(-1)];
  if (low === undefined || high === undefined || high.rate - low.rate < WIDE_SPREAD) return [];
  return [
    {
      text: `${configurationName(best.spec)} ranges from ${percent(low.rate)} on ${low.name} to ${percent(high.rate)} on ${high.name}: content decides more than parameters`,
      evidence: [best.experiment_id],
    },
  ];
}
