import pc from 'picocolors';
import type { Screening, ScreeningFinding, ScreeningScore } from '../../../lambdas/shared/screening.ts';
import { blockTable } from './block-table.ts';
import { labelled, NONE, signedPercent, strategyText } from './format.ts';

/** How a screening ended, in the words of its decision. */
export function screeningText({
  decision,
  reason,
  saved_cpu_seconds,
}: Pick<ScreeningFinding, 'decision' | 'reason' | 'saved_cpu_seconds'>): string {
  const saved =
    decision === 'screened out' ? `; about ${saved_cpu_seconds.toFixed(1)} CPU seconds spared` : '';
  return `${decision}: ${reason}${saved}`;
}

/** The mean scores that stand in the place of a BD-rate, which two points on few clips are not. */
export function scoresText(finding: ScreeningFinding): string {
  const { rival, score_percent, rival_percent, score_ssim_percent, rival_ssim_percent } = finding;
  const against = (percent: number | null) =>
    rival === 'champion' ? ` (champion ${signedPercent(percent)} %)` : '';
  return `screening score ${signedPercent(score_percent)} %${against(rival_percent)}, SSIM ${signedPercent(score_ssim_percent)} %${against(rival_ssim_percent)}`;
}

/** The section that a result's screening has, with an empty line before it. */
export function screeningSection(screening: Screening, columns: number): string[] {
  const { rival, configuration, clips } = screening;
  const name = configuration === null ? 'the anchor' : `the champion (${strategyText(configuration)})`;
  const score = (scores: ScreeningScore | null, figure: keyof ScreeningScore) =>
    scores === null ? NONE : signedPercent(scores[figure]);
  const right = (heading: string) => ({ heading, align: 'right' as const });
  const champion = rival === 'champion';
  return [
    '',
    pc.bold('Screening: rate of a few points at equal quality against HEVC; a score, no BD-rate'),
    blockTable(
      [
        { heading: 'clip', width: 34 },
        { heading: 'CRF' },
        right('PSNR\n%'),
        ...(champion ? [right('champion\nPSNR %')] : []),
        right('SSIM\n%'),
        ...(champion ? [right('champion\nSSIM %')] : []),
      ],
      clips.map((clip) => [
        clip.name,
        clip.quality_controls.join(', '),
        score(clip.psnr_yuv, 'percent'),
        ...(champion ? [score(clip.psnr_yuv, 'rival_percent')] : []),
        score(clip.ssim_db, 'percent'),
        ...(champion ? [score(clip.ssim_db, 'rival_percent')] : []),
      ]),
      columns,
    ),
    labelled('Against', name, columns),
    labelled('Decision', screeningText(screening), columns),
  ];
}
