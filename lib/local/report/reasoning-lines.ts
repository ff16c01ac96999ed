import type { ReasoningRecord } from '../../../lambdas/shared/reasoning.ts';
import { dollars, labelled } from './format.ts';

/** Why an iteration ran what it ran, and what came of it, in a few lines. */
export function reasoningLines(reasoning: ReasoningRecord, columns: number): string[] {
  const { root_cause, hypothesis, outcome } = reasoning;
  return [
    labelled('Root cause', root_cause, columns),
    labelled('Hypothesis', hypothesis, columns),
    labelled('Outcome', outcome === null ? 'not concluded yet' : outcomeText(outcome), columns),
    labelled('Planned by', plannerText(reasoning), columns),
    ...allocationLines(reasoning, columns),
    ...modelLines(reasoning, columns),
  ];
}

/** How the arms were allotted to those who propose, with what each had brought before. */
function allocationLines({ allocation }: ReasoningRecord, columns: number): string[] {
  const each = (allocation?.sources ?? []).map(({ source, arms, experiments, gain_points, usd }) => {
    const before = experiments === 0 ? 'new' : `${gain_points.toFixed(1)} points for ${dollars(usd)} before`;
    return `${source} ${arms} (${before})`;
  });
  return each.length === 0 ? [] : [labelled('Arms', each.join(', '), columns)];
}

/** What a model said beside its plan, and where all that passed between it and the lab lies. */
function modelLines(
  { disagreements = [], web_sources: sources = [], exchange_key }: ReasoningRecord,
  columns: number,
): string[] {
  return [
    ...disagreements.map(({ rule, reason }) => labelled('Disagrees', `with ${rule}: ${reason}`, columns)),
    ...sources.map(({ title, url }) => labelled('Source', `${title} (${url})`, columns)),
    ...(exchange_key === undefined ? [] : [labelled('Exchange', exchange_key, columns)]),
  ];
}

function outcomeText({ verdict, text }: NonNullable<ReasoningRecord['outcome']>): string {
  return text.startsWith(verdict) ? text : `${verdict}. ${text}`;
}

function plannerText({ mode, model, fallback_reason, confidence_score, cost_usd }: ReasoningRecord): string {
  const planner = {
    llm: `${model} for ${dollars(cost_usd)}`,
    fallback: fallback_reason === null ? 'rules (no Claude key is set)' : `rules, because ${fallback_reason}`,
    manual: 'a person, who asked for exactly this',
  }[mode];
  return `${planner}; confidence ${confidence_score.toFixed(2)}`;
}
