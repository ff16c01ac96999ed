import type { BdRate, BdRates } from '../../../lambdas/shared/result.ts';
import { blockTable } from './block-table.ts';
import { NONE, signedPercent, wrapped } from './format.ts';

/** Headings of the quality measures, in the order of the columns. */
const MEASURES = [
  ['psnr_yuv', 'PSNR-YUV'],
  ['psnr_y', 'PSNR-Y'],
  ['ssim_db', 'SSIM'],
  ['ms_ssim_db', 'MS-SSIM'],
  ['xpsnr', 'XPSNR'],
  ['vmaf', 'VMAF'],
  ['vmaf_neg', 'VMAF-NEG'],
] as const satisfies readonly (readonly [keyof BdRates, string])[];

export interface NamedRates {
  /** A clip, or what its rows come to. */
  readonly name: string;
  readonly rates: BdRates;
  /** A mean needs no remark: those of its clips say why it is none. */
  readonly isMean?: true;
}

/**
 * BD-rates by quality measure, a row for each clip and for what they come to; a measure that no row has is left out. What
 * has to be said of a figure, or instead of one, stands below.
 */
export function bdRateTable(rows: readonly NamedRates[], columns: number): string {
  const measures = MEASURES.filter(([measure]) => rows.some(({ rates }) => rates[measure] != null));
  const remarks = rows.flatMap(({ name, rates, isMean }) => (isMean ? [] : remarksOf(name, rates, measures)));
  const table = blockTable(
    [
      { heading: 'BD-rate, %', width: 34 },
      ...measures.map(([, heading]) => ({ heading, align: 'right' as const })),
      { heading: 'overlap', align: 'right' },
    ],
    rows.map(({ name, rates }) => [
      name,
      ...measures.map(([measure]) => signedPercent(rates[measure]?.percent ?? null)),
      share(rates.psnr_yuv.overlap),
    ]),
    columns,
  );
  return [table, ...remarks.map((remark) => wrapped(remark, columns))].join('\n');
}

/** A share as whole percent, for example `92 %`. */
export function share(value: number | null): string {
  return value === null ? NONE : `${Math.floor(value * 100)} %`;
}

function remarksOf(name: string, rates: BdRates, measures: (typeof MEASURES)[number][]): string[] {
  const said = new Map<string, string[]>();
  for (const [measure, heading] of measures) {
    const remark = remarkOf(rates[measure] ?? undefined);
    if (remark !== undefined) said.set(remark, [...(said.get(remark) ?? []), heading]);
  }
  return [...said].map(([remark, headings]) => {
    const where = headings.length === measures.length ? '' : ` (${headings.join(', ')})`;
    return `${name}${where}: ${remark}`;
  });
}

function remarkOf(rate: BdRate | undefined): string | undefined {
  if (rate === undefined) return undefined;
  return rate.percent === null ? `no BD-rate: ${rate.reason}` : (rate.warning ?? undefined);
}
