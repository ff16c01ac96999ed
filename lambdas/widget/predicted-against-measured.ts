import type { Forecast } from '../shared/forecast.ts';
import type { ExperimentRecord } from '../shared/record.ts';
import { isWithin, signedPercent } from './figures.ts';
import { type Html, html } from './html.ts';

const SIDE = { width: 520, height: 300, left: 48, bottom: 34, top: 10, right: 24 } as const;

interface Point {
  readonly id: string;
  readonly forecast: Forecast;
  readonly measured: number;
}

/**
 * Chart of experiments: forecast BD-rate with its range from p10 to p90 across, measured BD-rate upwards. What was
 * forecast rightly lies on the diagonal; what lay within its range has a range that crosses it. Suspect records are left
 * out: what they measured is not believed.
 */
export function predictedAgainstMeasured(records: readonly ExperimentRecord[]): Html {
  const points = records.flatMap(({ experiment_id, expected_bd_rate, measurement, verdict }): Point[] => {
    const measured = verdict === 'suspect' ? null : (measurement?.bd_rate_percent ?? null);
    return measured === null ? [] : [{ id: experiment_id, forecast: expected_bd_rate, measured }];
  });
  if (points.length === 0) return html`<p>No experiment with a BD-rate in the time shown.</p>`;
  const within = points.filter(({ forecast, measured }) => isWithin(measured, forecast)).length;
  return html`<p>${within} of ${points.length} BD-rates in the time shown lay within their forecast range${within < points.length ? html`; <span class="bad">red</span> ones did not` : html``}.</p>${chart(points)}`;
}

function chart(points: readonly Point[]): Html {
  const { low, high } = bounds(points);
  const { width, height, left, bottom, top, right } = SIDE;
  const x = (value: number) => pixel(left + ((value - low) / (high - low)) * (width - left - right));
  const y = (value: number) =>
    pixel(height - bottom - ((value - low) / (high - low)) * (height - top - bottom));
  const marks = points.map(({ id, forecast, measured }) => {
    const kind = isWithin(measured, forecast) ? 'inside' : 'outside';
    return html`<line class="range" x1="${x(forecast.p10)}" x2="${x(forecast.p90)}" y1="${y(measured)}" y2="${y(measured)}"/><circle class="${kind}" cx="${x(forecast.p50)}" cy="${y(measured)}" r="4"><title>${id}: forecast ${signedPercent(forecast.p50)}, measured ${signedPercent(measured)}</title></circle>`;
  });
  const ticks = [low, (low + high) / 2, high].map(
    (value) =>
      html`<text x="${x(value)}" y="${height - bottom + 14}" text-anchor="middle">${signedPercent(value)}</text><text x="${left - 6}" y="${y(value) + 4}" text-anchor="end">${signedPercent(value)}</text>`,
  );
  return html`<svg viewBox="0 0 ${width} ${height}" width="100%" style="max-width:${width}px" role="img" aria-label="Forecast against measured BD-rate">
<line class="axis" x1="${left}" x2="${width - right}" y1="${height - bottom}" y2="${height - bottom}"/><line class="axis" x1="${left}" x2="${left}" y1="${top}" y2="${height - bottom}"/>
<line class="diagonal" x1="${x(low)}" y1="${y(low)}" x2="${x(high)}" y2="${y(high)}"/>${ticks}${marks}
<text x="${(left + width - right) / 2}" y="${height - 4}" text-anchor="middle">forecast BD-rate, percent (bar: p10 to p90)</text><text x="12" y="${(height - bottom) / 2}" text-anchor="middle" transform="rotate(-90 12 ${(height - bottom) / 2})">measured, percent</text></svg>`;
}

/** One scale for both axes, so that the diagonal is where both are the same; never empty. */
function bounds(points: readonly Point[]): { low: number; high: number } {
  const values = points.flatMap(({ forecast: { p10, p90, p50 }, measured }) => [p10, p50, p90, measured]);
  // A point more on both sides, so that nothing lies on the frame.
  return { low: Math.floor(Math.min(...values)) - 1, high: Math.ceil(Math.max(...values)) + 1 };
}

function pixel(value: number): number {
  return Math.round(value * 10) / 10;
}
