import type { ExperimentRecord, Measurement, Validation } from '../../../lambdas/shared/record.ts';
import { isScreenedOut } from '../../../lambdas/shared/screening.ts';
import { forecastText, NONE, signedPercent } from './format.ts';
import { scoresText, screeningText } from './screening-lines.ts';

/** A label and what stands beside it. */
export type LabelledText = readonly [label: string, text: string];

/**
 * What was concluded of an experiment, each thing that there is a word on.
 * @param alone whether nothing but the record is shown; beside a result, what the result itself says is left out.
 */
export function recordLines(record: ExperimentRecord, alone: boolean): LabelledText[] {
  const { measurement, verdict, verdict_reason, promotion, duplicate_of, batch_fault } = record;
  const own = alone ? measurement : undefined;
  return [
    ['Status', statusText(record)],
    ['BD-rate', rateText(record)],
    ...present('Families', own?.agreement, ({ verdict, sentence }) => `${verdict}: ${sentence}`),
    ...present('Worst clip', own?.worst_clip, ({ name, percent }) => `${name}, ${signedPercent(percent)} %`),
    ...present('Screening', own?.screening, screeningText),
    ...present('Validation', measurement?.validation, validationText),
    ['Verdict', verdict === null ? 'none yet' : `${verdict}: ${verdict_reason ?? ''}`],
    ...present('Promotion', promotion, ({ decision, reason }) => `${decision}: ${reason}`),
    ...present('Repeats', duplicate_of, (id) => `the bits or scores of ${id}, which has another spec`),
    ...present('Batch', batch_fault, (fault) => fault),
    ...present('Controls', own?.controls, controlsText),
    ...present('Isolation', own?.isolation, (mode) => mode),
  ];
}

/** Status, and with a failure its class, the check that caught it, and its words. */
export function statusText({ status, failure }: Pick<ExperimentRecord, 'status' | 'failure'>): string {
  if (failure === null) return status;
  const check = failure.check === undefined ? '' : `, caught by ${failure.check}`;
  return `${status} (${failure.class}${check}): ${failure.message}`;
}

/** Soundness of the controls in a few words. */
export function controlsText({ sound, reason }: NonNullable<Measurement['controls']>): string {
  return `${sound ? 'sound' : 'suspect'}: ${reason}`;
}

function rateText({ measurement, expected_bd_rate }: ExperimentRecord): string {
  const rate = (label: string, percent: number | null | undefined) =>
    percent == null ? [] : [`${label} ${signedPercent(percent)} %`];
  const forecast = `forecast ${forecastText(expected_bd_rate)} %`;
  if (measurement === null) return `${NONE}, ${forecast}`;
  if (isScreenedOut(measurement))
    return [
      'none, screened out',
      ...(measurement.screening ? [scoresText(measurement.screening)] : []),
      forecast,
    ].join(', ');
  const interval = measurement.interval
    ? [
        `95 % interval ${signedPercent(measurement.interval.low)} to ${signedPercent(measurement.interval.high)} %`,
      ]
    : [];
  return [
    `${signedPercent(measurement.bd_rate_percent)} %`,
    ...interval,
    ...rate('SSIM', measurement.bd_rate_ssim_percent),
    ...rate('MS-SSIM', measurement.bd_rate_ms_ssim_percent),
    ...rate('XPSNR', measurement.bd_rate_xpsnr_percent),
    ...rate('VMAF-NEG', measurement.bd_rate_vmaf_neg_percent),
    ...rate('strong anchor', measurement.bd_rate_strong_percent),
    forecast,
  ].join(', ');
}

function validationText({
  clips,
  bd_rate_percent,
  bd_rate_ssim_percent,
  bd_rate_reason,
  ...more
}: Validation): string {
  const { bd_rate_strong_percent: strong, gap_points: gap, interval } = more;
  if (bd_rate_percent === null) return `no BD-rate: ${bd_rate_reason ?? 'not measured'}`;
  return [
    `${signedPercent(bd_rate_percent)} % on ${clips.length} ${clips.length === 1 ? 'clip' : 'clips'} that had no part in the search`,
    `SSIM ${signedPercent(bd_rate_ssim_percent)} %`,
    ...(strong === null ? [] : [`strong anchor ${signedPercent(strong)} %`]),
    ...(gap === null ? [] : [`${signedPercent(gap)} points from the tune clips`]),
    ...(interval === null
      ? []
      : [`95 % interval ${signedPercent(interval.low)} to ${signedPercent(interval.high)} %`]),
  ].join(', ');
}

function present<Value>(
  label: string,
  value: Value | null | undefined,
  text: (value: Value) => string,
): LabelledText[] {
  return value == null ? [] : [[label, text(value)]];
}
