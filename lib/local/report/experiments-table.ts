import { QUALITY_FLOOR } from '../../../lambdas/shared/names.ts';
import type { ExperimentRecord } from '../../../lambdas/shared/record.ts';
import { isScreenedOut } from '../../../lambdas/shared/screening.ts';
import { forecastText, labelled, megabits, NONE, signedPercent, strategyText, wrapped } from './format.ts';
import { statusText } from './record-lines.ts';
import { scoresText, screeningText } from './screening-lines.ts';
import { type Column, plainTable } from './table.ts';

/** Rank of the columns that a narrow line loses first. */
const LEAST_NEEDED = 6;

/** Width from which on every column has room. */
const WIDE = 100;

type Cell = Column & {
  readonly width: number;
  readonly text: (record: ExperimentRecord) => string;
  /** Present on columns that stand there only where a record has something for them. */
  readonly isNeeded?: (record: ExperimentRecord) => boolean;
  /** Present on columns that may be left out, the highest first, when a line has no room for all. */
  readonly dispensable?: number;
};

/**
 * Experiments as a table: what was run, measured, forecast and concluded.
 * @param nameOf what stands in the first column.
 * @param columns characters of a line; in a narrow one worst clip, strong anchor, SSIM, forecast, validation and tier are
 *   left out, in this order.
 */
export function experimentsTable(
  records: readonly ExperimentRecord[],
  nameOf: (record: ExperimentRecord) => string,
  columns: number,
): string {
  const isWide = columns >= WIDE;
  const gap = isWide ? 2 : 1;
  const name = Math.max(...records.map((record) => nameOf(record).length));
  let cells: Cell[] = [{ heading: '', width: name, text: nameOf }, ...measuredCells(isWide)].filter(
    ({ isNeeded = () => true }) => records.some(isNeeded),
  );
  const spare = () => columns - cells.reduce((sum, { width }) => sum + width + gap, -gap);
  for (let rank = LEAST_NEEDED; rank > 0 && spare() < 0; rank -= 1)
    cells = cells.filter(({ dispensable }) => dispensable !== rank);
  const room = Math.max(0, spare());
  const widened = cells.map((cell) =>
    cell.heading === STRATEGY ? { ...cell, width: cell.width + room } : cell,
  );
  const rows = records.map((record) => widened.map(({ text }) => text(record)));
  return plainTable(widened, rows, gap);
}

const STRATEGY = 'strategy';

function measuredCells(isWide: boolean): Cell[] {
  return [
    // As wide as the longest single setting, pixel_format=yuv420p10le.
    { heading: STRATEGY, width: 24, text: ({ spec }) => strategyText(spec) },
    {
      heading: 'BD-rate\n%',
      width: 7,
      align: 'right',
      text: ({ measurement }) => signedPercent(measurement?.bd_rate_percent ?? null),
    },
    {
      heading: 'BD-rate\nSSIM %',
      width: 7,
      align: 'right',
      text: ({ measurement }) => signedPercent(measurement?.bd_rate_ssim_percent ?? null),
      dispensable: 4,
    },
    {
      heading: 'worst\nclip %',
      width: 7,
      align: 'right',
      text: ({ measurement }) => signedPercent(measurement?.worst_clip?.percent ?? null),
      isNeeded: ({ measurement, spec }) => measurement?.worst_clip != null && spec.clips.length > 1,
      dispensable: 6,
    },
    {
      heading: 'strong\nanchor %',
      width: 8,
      align: 'right',
      text: ({ measurement }) => signedPercent(measurement?.bd_rate_strong_percent ?? null),
      isNeeded: ({ measurement }) => measurement?.bd_rate_strong_percent != null,
      dispensable: 5,
    },
    {
      heading: 'validate\n%',
      width: 8,
      align: 'right',
      text: ({ measurement }) => signedPercent(measurement?.validation?.bd_rate_percent ?? null),
      isNeeded: ({ measurement }) => measurement?.validation != null,
      dispensable: 2,
    },
    { heading: 'Mbit/s\nat floor', width: isWide ? 11 : 8, align: 'right', text: floorText },
    { heading: 'tier', width: isWide ? 11 : 8, text: tierText, dispensable: 1 },
    {
      heading: 'forecast\nBD-rate %',
      width: isWide ? 14 : 12,
      text: ({ expected_bd_rate }) => forecastText(expected_bd_rate),
      dispensable: 3,
    },
    {
      heading: 'verdict',
      width: 12,
      text: verdictText,
    },
  ];
}

/** A verdict on a forecast says little of an experiment that was ended early. */
function verdictText({ status, verdict, measurement }: ExperimentRecord): string {
  if (status !== 'succeeded') return status;
  return isScreenedOut(measurement) && verdict !== 'suspect' ? 'screened out' : (verdict ?? NONE);
}

function floorText({ measurement, status }: ExperimentRecord): string {
  return measurement === null || isScreenedOut(measurement) || status !== 'succeeded'
    ? NONE
    : megabits(measurement.bitrate_mbps);
}

function tierText({ measurement, status }: ExperimentRecord): string {
  if (measurement === null || isScreenedOut(measurement) || status !== 'succeeded') return NONE;
  return measurement.tier === 'in progress' ? measurement.tier : `-${measurement.tier} %`;
}

/** What the figures of the table mean. */
export function tableLegend(records: readonly ExperimentRecord[], columns: number): string {
  const validated = records.some(({ measurement }) => measurement?.validation != null);
  const validation = validated
    ? ' Validate: the same on clips that had no part in the search; all other columns are of the tune clips.'
    : '';
  const screening = records.some(({ measurement }) => isScreenedOut(measurement))
    ? ' Screened out: ended after a few rate points, because it could hardly win any more; it has a score and no BD-rate.'
    : '';
  return wrapped(
    `BD-rate: bitrate against HEVC (libx265 medium) at equal quality, less is better. Floor: PSNR-YUV ${QUALITY_FLOOR.psnrYuv} dB and SSIM ${QUALITY_FLOOR.ssim}.${validation}${screening} Forecast: the middle value and the range that eight of ten should fall in, noted before the run.`,
    columns,
  );
}

/** The clips that these were measured on; synthetic ones are called so. */
export function clipsLine(records: readonly ExperimentRecord[], columns: number): string {
  const clips = new Map(records.flatMap(({ spec }) => spec.clips.map((clip) => [clip.name, clip.kind])));
  const names = [...clips].map(([name, kind]) => (kind === 'synthetic' ? `${name} (synthetic)` : name));
  return wrapped(`Clips: ${names.join(', ')}`, columns);
}

/** A sentence for each experiment that failed, was screened out or could not be compared with HEVC. */
export function faultLines(
  records: readonly ExperimentRecord[],
  nameOf: (record: ExperimentRecord) => string,
  columns: number,
): string[] {
  return records.flatMap((record) => {
    const reason = faultText(record);
    const name = nameOf(record);
    return reason === undefined ? [] : [labelled(name, reason, columns, name.length + 2)];
  });
}

function faultText(record: ExperimentRecord): string | undefined {
  const { failure, measurement } = record;
  if (failure !== null) return statusText(record);
  if (measurement?.screening && isScreenedOut(measurement))
    return `${screeningText(measurement.screening)}; ${scoresText(measurement.screening)}`;
  return measurement?.bd_rate_reason == null ? undefined : `no BD-rate: ${measurement.bd_rate_reason}`;
}
