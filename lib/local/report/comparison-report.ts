import pc from 'picocolors';
import type { Compared, Comparison } from '../comparison/compare-results.ts';
import { bdRateTable } from './bd-rate-table.ts';
import { blockTable } from './block-table.ts';
import { clipText, labelled, NONE, signedPercent, strategyText } from './format.ts';

/** Rate of B against A, clip by clip. */
export function comparisonReport(comparison: Comparison, columns: number): string {
  const { a, b, clips, bd_rate, only_a, only_b, remarks } = comparison;
  const line = (label: string, text: string) => labelled(label, text, columns);
  const rows = clips.map((clip) => ({ name: clipText(clip), rates: clip.bd_rate }));
  const mean =
    clips.length < 2 ? [] : [{ name: `mean of ${clips.length}`, rates: bd_rate, isMean: true as const }];
  return [
    pc.bold('Rate of B against A at equal quality: less is better for B'),
    line('A', comparedText(a)),
    line('B', comparedText(b)),
    ...remarks.map((remark) => line('Differs', remark)),
    ...(only_a.length === 0 ? [] : [line('Only in A', only_a.join(', '))]),
    ...(only_b.length === 0 ? [] : [line('Only in B', only_b.join(', '))]),
    '',
    bdRateTable([...rows, ...mean], columns),
    '',
    line('Worst clip', worstText(comparison)),
    ...differenceSection(comparison, columns),
  ].join('\n');
}

function comparedText({ id, encoder, parameters, started_at }: Compared): string {
  return `${strategyText({ encoder, parameters })} (${id}, ${started_at.slice(0, 10)})`;
}

function worstText({ worst_clip }: Comparison): string {
  return worst_clip === null
    ? 'cannot be told: a clip has no BD-rate'
    : `${worst_clip.name}, ${signedPercent(worst_clip.percent)} %`;
}

/** Rate difference at whole dB, a column each: what a mean over the range hides. */
function differenceSection({ clips }: Comparison, columns: number): string[] {
  const qualities = [
    ...new Set(clips.flatMap(({ rate_differences }) => rate_differences.map(({ psnr_yuv }) => psnr_yuv))),
  ].sort((p, q) => p - q);
  if (qualities.length === 0) return [];
  const rows = clips.map((clip) => [
    clipText(clip),
    ...qualities.map((quality) => {
      const found = clip.rate_differences.find(({ psnr_yuv }) => psnr_yuv === quality);
      return found === undefined ? NONE : signedPercent(found.percent);
    }),
  ]);
  const headings = qualities.map((quality) => ({ heading: `${quality} dB`, align: 'right' as const }));
  return [
    '',
    pc.bold('Rate of B against A at single qualities (PSNR-YUV), %'),
    blockTable([{ heading: '', width: 34 }, ...headings], rows, columns),
  ];
}
