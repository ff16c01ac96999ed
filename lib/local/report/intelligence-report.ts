import pc from 'picocolors';
import { convergenceSlope } from '../../../lambdas/shared/memory/convergence.ts';
import type { IntelligencePoint, IntelligenceTotals } from '../../../lambdas/shared/summary/intelligence.ts';
import type { CampaignSummary } from '../../../lambdas/shared/summary.ts';
import { blockTable } from './block-table.ts';
import { labelled, NONE, signedPercent, wrapped } from './format.ts';

/** Rows of the table; of a longer series they lie evenly, first and last among them. */
const ROWS = 10;
/** Characters before the text of a measure. */
const LABEL = 13;

/** The five measures of intelligence over time, and in a sentence each where they stand; empty before the first iteration. */
export function intelligenceReport({ intelligence }: CampaignSummary, columns: number): string[] {
  const newest = intelligence?.series.at(-1);
  if (intelligence === undefined || newest === undefined) return [];
  const { series, totals } = intelligence;
  return [
    pc.bold(
      `How well it researches, after ${totals.iterations} ${totals.iterations === 1 ? 'iteration' : 'iterations'}`,
    ),
    labelled('Convergence', convergenceText(series), columns, LABEL),
    labelled('Adaptation', adaptationText(newest, totals), columns, LABEL),
    labelled('Calibration', calibrationText(newest), columns, LABEL),
    labelled('Novelty', noveltyText(newest, totals), columns, LABEL),
    labelled('Efficiency', efficiencyText(newest, totals), columns, LABEL),
    '',
    table(series, columns),
    wrapped(
      'Left: refuted directions that were left. Held: BD-rates within the forecast range, 80 % are promised. Novelty: distance to the nearest earlier experiment, 0 the same, 1 another encoder; of that iteration, all others of the whole campaign.',
      columns,
    ),
  ];
}

function convergenceText(series: readonly IntelligencePoint[]): string {
  const slope = convergenceSlope(series);
  const best = series.at(-1)?.best_percent ?? null;
  const trend =
    slope === null ? '' : `, ${signed(slope)} points per iteration over the newest iterations on these clips`;
  return `best BD-rate ${best === null ? 'not there yet' : `${signedPercent(best)} %`}${trend}`;
}

function adaptationText({ left_after }: IntelligencePoint, { refuted, left }: IntelligenceTotals): string {
  if (refuted === 0) return 'no direction was refuted yet';
  const after = left_after === null ? '' : `, after ${left_after.toFixed(1)} further iterations on average`;
  return `${left} of ${refuted} refuted directions left${after}`;
}

function calibrationText({ coverage, brier }: IntelligencePoint): string {
  if (coverage === null) return 'no forecast was scored yet';
  const probability =
    brier === null ? '' : `; Brier score ${brier.toFixed(2)}, and 0.25 is what saying one half gets`;
  return `${whole(coverage)} of the BD-rates within the forecast range${probability}`;
}

function noveltyText(
  { novelty }: IntelligencePoint,
  { compared, novel, novel_wins, familiar_wins }: IntelligenceTotals,
): string {
  if (compared === 0) return 'nothing to compare with yet';
  const now = novelty === null ? '' : `mean distance ${novelty.toFixed(2)} in the newest iteration; `;
  return `${now}${novel_wins} of ${novel} novel experiments won, ${familiar_wins} of ${compared - novel} others`;
}

function efficiencyText(
  { wasted_share, gain_per_cpu_hour, gain_per_usd }: IntelligencePoint,
  { gain_points }: IntelligenceTotals,
): string {
  const rates = [
    ...(gain_per_cpu_hour === null ? [] : [`${gain_per_cpu_hour.toFixed(1)} per CPU hour`]),
    ...(gain_per_usd === null ? [] : [`${gain_per_usd.toFixed(1)} per USD`]),
  ];
  const wasted = wasted_share === null ? 'no attempt yet' : `${whole(wasted_share)} failed or wasted`;
  return `${wasted}; ${gain_points.toFixed(1)} points gained${rates.length === 0 ? '' : `, ${rates.join(', ')}`}`;
}

function table(series: readonly IntelligencePoint[], columns: number): string {
  const right = (heading: string) => ({ heading, align: 'right' as const });
  const shown = evenly(series);
  return blockTable(
    [
      right('iteration'),
      right('best\n%'),
      right('left'),
      right('held'),
      right('Brier'),
      right('novelty'),
      right('failed,\nwasted'),
      right('points per\nCPU hour'),
      right('points\nper USD'),
    ],
    shown.map((point) => [
      String(point.iteration),
      signedPercent(point.best_percent),
      share(point.left_share),
      share(point.coverage),
      decimals(point.brier, 2),
      decimals(point.novelty, 2),
      share(point.wasted_share),
      decimals(point.gain_per_cpu_hour, 1),
      decimals(point.gain_per_usd, 1),
    ]),
    columns,
  );
}

function evenly(series: readonly IntelligencePoint[]): IntelligencePoint[] {
  if (series.length <= ROWS) return [...series];
  const step = (series.length - 1) / (ROWS - 1);
  return Array.from({ length: ROWS }, (_, row) => series[Math.round(row * step)]).filter(
    (point) => point !== undefined,
  );
}

function signed(points: number): string {
  const text = points.toFixed(2);
  return Number(text) > 0 ? `+${text}` : text.replace(/^-(0\.00)$/, '$1');
}

function share(value: number | null): string {
  return value === null ? NONE : whole(value);
}

function whole(value: number): string {
  return `${(100 * value).toFixed(0)} %`;
}

function decimals(value: number | null, places: number): string {
  return value === null ? NONE : value.toFixed(places);
}
