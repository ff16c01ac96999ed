import { QUALITY_FLOOR } from '../../../lambdas/shared/names.ts';
import type { ExperimentRecord } from '../../../lambdas/shared/record.ts';
import { forecastText, megabits, NONE, signedPercent, strategyText, wrapped } from './format.ts';
import { type Column, plainTable } from './table.ts';

/** Width from which on every column has room. */
const WIDE = 100;

/**
 * Experiments as a table: what was run, measured, forecast and concluded.
 * @param nameOf what stands in the first column.
 * @param columns characters of a line; below 100 the SSIM column is left out.
 */
export function experimentsTable(
  records: readonly ExperimentRecord[],
  nameOf: (record: ExperimentRecord) => string,
  columns: number,
): string {
  const isWide = columns >= WIDE;
  const name = Math.max(3, ...records.map((record) => nameOf(record).length));
  const figures: Column[] = [
    { heading: 'BD-rate\n%', align: 'right' },
    ...(isWide ? [{ heading: 'BD-rate\nSSIM %', align: 'right' as const }] : []),
    { heading: 'Mbit/s\nat floor', width: isWide ? 11 : 8, align: 'right' },
    { heading: 'tier', width: isWide ? 11 : 8 },
    { heading: 'forecast\nBD-rate %', width: isWide ? 18 : 12 },
    { heading: 'verdict', width: 12 },
  ];
  const strategy = isWide ? Math.max(24, columns - name - 83) : 24;
  const rows = records.map((record) => {
    const { measurement, expected_bd_rate } = record;
    return [
      nameOf(record),
      strategyText(record.spec),
      signedPercent(measurement?.bd_rate_percent ?? null),
      ...(isWide ? [signedPercent(measurement?.bd_rate_ssim_percent ?? null)] : []),
      measurement === null || record.status !== 'succeeded' ? NONE : megabits(measurement.bitrate_mbps),
      tierText(record),
      forecastText(expected_bd_rate),
      record.status === 'succeeded' ? (record.verdict ?? NONE) : record.status,
    ];
  });
  return plainTable(
    [{ heading: '', width: name }, { heading: 'strategy', width: strategy }, ...figures],
    rows,
    isWide ? 2 : 1,
  );
}

function tierText({ measurement, status }: ExperimentRecord): string {
  if (measurement === null || status !== 'succeeded') return NONE;
  return measurement.tier === 'in progress' ? measurement.tier : `-${measurement.tier} %`;
}

/** What the figures of the table mean. */
export function tableLegend(columns: number): string {
  return wrapped(
    `BD-rate: bitrate against HEVC (libx265 medium) at equal quality, less is better. Floor: PSNR-YUV ${QUALITY_FLOOR.psnrYuv} dB and SSIM ${QUALITY_FLOOR.ssim}. Forecast: the middle value and the range that eight of ten should fall in, noted before the run.`,
    columns,
  );
}

/** The clips that these were measured on; synthetic ones are called so. */
export function clipsLine(records: readonly ExperimentRecord[], columns: number): string {
  const clips = new Map(records.flatMap(({ spec }) => spec.clips.map((clip) => [clip.name, clip.kind])));
  const names = [...clips].map(([name, kind]) => (kind === 'synthetic' ? `${name} (synthetic)` : name));
  return wrapped(`Clips: ${names.join(', ')}`, columns);
}

/** A sentence for each experiment that failed or could not be compared with HEVC. */
export function faultLines(
  records: readonly ExperimentRecord[],
  nameOf: (record: ExperimentRecord) => string,
  columns: number,
): string[] {
  return records.flatMap((record) => {
    const { failure, measurement } = record;
    const reason =
      failure === null
        ? (measurement?.bd_rate_reason ?? undefined) && `no BD-rate: ${measurement?.bd_rate_reason}`
        : `${record.status} (${failure.class}): ${failure.message}`;
    return reason === undefined ? [] : [wrapped(`${nameOf(record)}  ${reason}`, columns)];
  });
}
