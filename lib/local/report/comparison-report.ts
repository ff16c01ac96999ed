import pc from 'picocolors';
import type { Compared, Comparison } from '../comparison/compare-results.ts';
import { bdRateTable } from './bd-rate-table.ts';
import { blockTable } from './block-table.ts';
import { clipText, labelled, NONE, signedPercent, strategyText } from './format.ts';
import { intervalText } from './interval-text.ts';

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
    ...overClipsLines(comparison, columns),
    line('Families', familiesText(comparison)),
    ...differenceSection(comparison, columns),
  ].join('\n');
}

function comparedText({ id, started_at, ...configuration }: Compared): string {
  return `${strategyText(configuration)} (${id}, ${started_at.slice(0, 10)})`;
}

function overClipsLines({ clips, over_clips: over }: Comparison, columns: number): string[] {
  const line = (label: string, text: string) => labelled(label, text, columns);
  if (over === null) return [line('Over clips', 'nothing: a clip has no BD-rate in PSNR-YUV')];
  const { median, geometric_mean, worst_clip, interval, sign_flip_p } = over;
  return [
    ...(clips.length < 2
      ? []
      : [
          line('Median', `${signedPercent(median)} %, geometric mean ${signedPercent(geometric_mean)} %`),
          line('Worst clip', `${worst_clip.name}, ${signedPercent(worst_clip.percent)} %`),
        ]),
    line('Interval', intervalText({ interval, clips: clips.length })),
    ...(sign_flip_p === null
      ? []
      : [
          line(
            'Sign flips',
            `p = ${Number(sign_flip_p.toPrecision(2))} (that the clips differ by chance alone)`,
          ),
        ]),
  ];
}

/** Whether both families of metrics agree over all clips, and where one clip stands against that. */
function familiesText({ agreement, clips }: Comparison): string {
  const other = clips.filter((clip) => clip.agreement.verdict !== agreement.verdict);
  const apart = other.map((clip) => `${clip.name} ${clip.agreement.verdict}`).join(', ');
  const dissent = other.length === 0 ? '' : `; on single clips: ${apart}`;
  return `${agreement.verdict}: ${agreement.sentence}${dissent}`;
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
