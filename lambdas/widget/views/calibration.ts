import { proportionInterval } from '../../shared/statistics/proportion-interval.ts';
import { getSummary } from '../../shared/stores/campaign-store.ts';
import type { Tables } from '../../shared/stores/document-client.ts';
import { experimentsBetween, readHistory } from '../../shared/stores/experiment-store.ts';
import type { ForecastTally } from '../../shared/summary/calibration.ts';
import { NONE, wholePercent } from '../figures.ts';
import { type Html, html } from '../html.ts';
import { predictedAgainstMeasured } from '../predicted-against-measured.ts';
import type { TimeRange } from '../widget-event.ts';

/** Experiments of which the chart shows those with a BD-rate. */
const EXPERIMENTS = 120;

/** Whether the laboratory's confidence can be believed: its forecasts beside what was then measured. */
export async function calibrationView(tables: Tables, campaign: string, range: TimeRange): Promise<Html> {
  const [{ calibration }, rows] = await Promise.all([
    getSummary(tables, campaign),
    experimentsBetween(tables, campaign, range, EXPERIMENTS),
  ]);
  const { records, unreadable } = readHistory(rows);
  const left =
    unreadable.length === 0
      ? html``
      : html`<p>${unreadable.length} rows do not fit the present format and are left out.</p>`;
  return html`${predictedAgainstMeasured(records)}${left}${bySource(Object.entries(calibration?.sources ?? {}))}`;
}

function bySource(tallies: readonly (readonly [source: string, tally: ForecastTally])[]): Html {
  if (tallies.length === 0) return html`<p>No registered forecast has been scored yet.</p>`;
  const rows = tallies.map(
    ([source, { measured, improvements, calibrated }]) =>
      html`<tr><td>${source}</td><td class="n">${measured}</td><td class="n">${coverage(calibrated.covered, measured)}</td><td class="n">${improvements === 0 ? NONE : calibrated.brier.toFixed(2)}</td><td class="n">${measured === 0 ? NONE : calibrated.pinball.toFixed(2)}</td></tr>`,
  );
  return html`<h4>All forecasts of the campaign, by who made them</h4><table><tr><th>Source</th><th class="n">Measured</th><th class="n">Within p10 to p90 (95 % interval)</th><th class="n">Brier score</th><th class="n">Pinball loss, points</th></tr>${rows}</table>
<p class="faint">80 % within is what the forecasts promise; an interval without 80 % speaks against them. Brier score of the probability of improvement: 0 is perfect, 0.25 is what saying one half gets.</p>`;
}

function coverage(covered: number, measured: number): string {
  if (measured === 0) return NONE;
  const { low, high } = proportionInterval(covered, measured);
  return `${covered} of ${measured}, ${wholePercent(covered / measured)} (${wholePercent(low)} to ${wholePercent(high)})`;
}
