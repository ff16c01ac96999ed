import { ReasoningRecord } from '../../shared/reasoning.ts';
import type { ExperimentRecord } from '../../shared/record.ts';
import type { Tables } from '../../shared/stores/document-client.ts';
import { getExperiment, readHistory } from '../../shared/stores/experiment-store.ts';
import { reasoningsBetween } from '../../shared/stores/reasoning-store.ts';
import { forecastText, isWithin, NONE, signedPercent, wholePercent } from '../figures.ts';
import { type Html, html } from '../html.ts';
import { instant } from '../page.ts';
import type { TimeRange } from '../widget-event.ts';

/** Iterations that are shown: the newest in full, the others by a row each. */
const ITERATIONS = 9;

/** What the laboratory thinks: its newest reasoning in the time shown, with what came of it, and the ones before in short. */
export async function reasoningView(tables: Tables, campaign: string, range: TimeRange): Promise<Html> {
  const rows = await reasoningsBetween(tables, campaign, range, ITERATIONS);
  const [newest, ...earlier] = rows.flatMap((row) => ReasoningRecord.safeParse(row).data ?? []);
  if (newest === undefined) {
    return rows.length === 0
      ? html`<p>Campaign ${campaign} has planned nothing from ${instant(range.start)} to ${instant(range.end)} UTC. Widen the dashboard's time range.</p>`
      : html`<p>The ${rows.length} newest reasonings of campaign ${campaign} do not fit the present format; npm run aws -- report tells more.</p>`;
  }
  const stored = await Promise.all(
    newest.experiments.map(({ experiment_id }) => getExperiment(tables, campaign, experiment_id)),
  );
  const { records } = readHistory(stored.filter((row) => row !== undefined));
  return html`${newestReasoning(newest, records)}${earlierReasonings(earlier)}`;
}

/** The newest reasoning in full, with the records of its experiments as far as there are any. */
export function newestReasoning(reasoning: ReasoningRecord, records: readonly ExperimentRecord[]): Html {
  const { reasoning_id, timestamp, root_cause, insights, hypothesis, risks } = reasoning;
  return html`<p><b>${instant(new Date(timestamp))} UTC</b>, planned by ${plannerText(reasoning)}; confidence ${wholePercent(reasoning.confidence_score)} <span class="id">${reasoning_id}</span></p>
<h4>Root cause</h4><p>${root_cause}</p>
<h4>Insights</h4>${list(
    insights.map(
      ({ text, evidence }) => html`${text}${evidence.map((id) => html` <span class="id">${id}</span>`)}`,
    ),
  )}
<h4>Hypothesis</h4><p>${hypothesis}</p>
<h4>Forecast against outcome, BD-rate in percent</h4>${experimentsTable(reasoning, records)}
<p>${outcomeText(reasoning)}</p>
<h4>Risks</h4>${list(risks.map((risk) => html`${risk}`))}`;
}

function plannerText({ mode, model, fallback_reason, cost_usd }: ReasoningRecord): string {
  if (mode === 'manual') return 'a person, who asked for exactly this';
  if (mode === 'llm') return `${model ?? 'a model'} for ${cost_usd.toFixed(3)} USD`;
  return fallback_reason === null ? 'rules (no model is set)' : `rules, because ${fallback_reason}`;
}

function outcomeText({ outcome }: ReasoningRecord): string {
  return outcome === null ? 'Not concluded yet.' : `Outcome: ${outcome.verdict}. ${outcome.text}`;
}

function list(items: readonly Html[]): Html {
  return items.length === 0
    ? html`<p>none</p>`
    : html`<ul>${items.map((item) => html`<li>${item}</li>`)}</ul>`;
}

function experimentsTable({ experiments }: ReasoningRecord, records: readonly ExperimentRecord[]): Html {
  const rows = experiments.map(({ experiment_id, purpose, spec, expected_bd_rate }) => {
    const record = records.find((one) => one.experiment_id === experiment_id);
    const measured = record?.measurement?.bd_rate_percent ?? null;
    const held =
      measured === null
        ? html`<td>${NONE}</td>`
        : isWithin(measured, expected_bd_rate)
          ? html`<td class="good">within</td>`
          : html`<td class="bad">outside</td>`;
    const came = record?.verdict ?? record?.status ?? 'not written yet';
    return html`<tr><td>${purpose} <span class="id">${experiment_id.slice(-3)} ${spec.encoder}</span></td><td class="n">${forecastText(expected_bd_rate)}</td><td class="n">${signedPercent(measured)}</td>${held}<td>${came}</td></tr>`;
  });
  return html`<table><tr><th>Experiment</th><th class="n">Forecast (p10 to p90)</th><th class="n">Measured</th><th>Range</th><th>Verdict</th></tr>${rows}</table>`;
}

function earlierReasonings(reasonings: readonly ReasoningRecord[]): Html {
  if (reasonings.length === 0) return html``;
  const rows = reasonings.map(
    ({ timestamp, mode, hypothesis, confidence_score, outcome }) =>
      html`<tr><td class="n">${instant(new Date(timestamp))}</td><td>${mode}</td><td>${shortened(hypothesis)}</td><td class="n">${wholePercent(confidence_score)}</td><td>${outcome?.verdict ?? 'open'}</td></tr>`,
  );
  return html`<h4>Before that</h4><table><tr><th class="n">Planned, UTC</th><th>Mode</th><th>Hypothesis</th><th class="n">Confidence</th><th>Outcome</th></tr>${rows}</table>`;
}

function shortened(text: string): string {
  return text.length <= 160 ? text : `${text.slice(0, 160).replace(/\s+\S*$/, '')} ...`;
}
