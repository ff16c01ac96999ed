import { average, bestConventional, type ClipFigures, type Contest, clipFigures } from './comparison.ts';

const HEADINGS = [
  'contestant',
  'clip',
  'BD-rate %',
  'SSIM %',
  'against best %',
  'SSIM %',
  'against strong %',
  'encode CPU s',
  'decoded frames / CPU s',
  'side information %',
];

/** One Markdown table: a row for each clip, then the mean and the worst of each contestant. */
export function strategiesTable(contests: readonly Contest[]): string {
  const best = bestConventional(contests);
  const [first] = contests;
  const environment = first?.result.environment;
  return [
    `Best conventional configuration: ${best?.contestant.name ?? 'none'}. ${JSON.stringify(environment?.ffmpeg_version ?? '')}`,
    '',
    line(HEADINGS),
    line(HEADINGS.map(() => '---')),
    ...contests.flatMap((contest) => rows(contest, contests)),
    '',
  ].join('\n');
}

function rows(contest: Contest, contests: readonly Contest[]): string[] {
  const figures = clipFigures(contest, contests);
  const { name } = contest.contestant;
  const worst = figures.toSorted((a, b) => (b.psnr ?? 0) - (a.psnr ?? 0))[0];
  return [
    ...figures.map((clip) => row(name, clip.clip, clip)),
    row(name, 'mean', {
      psnr: average(figures.map(({ psnr }) => psnr)),
      ssim: average(figures.map(({ ssim }) => ssim)),
      psnrAgainstBest: average(figures.map(({ psnrAgainstBest }) => psnrAgainstBest)),
      ssimAgainstBest: average(figures.map(({ ssimAgainstBest }) => ssimAgainstBest)),
      psnrAgainstStrong: average(figures.map(({ psnrAgainstStrong }) => psnrAgainstStrong)),
      encodeSeconds: average(figures.map(({ encodeSeconds }) => encodeSeconds)),
      decodeRate: average(figures.map(({ decodeRate }) => decodeRate)),
      sideShare: average(figures.map(({ sideShare }) => sideShare)),
    }),
    `| ${name} | worst: ${worst?.clip ?? ''} | ${signed(worst?.psnr ?? null)} | | | | | | | |`,
  ];
}

function row(name: string, clip: string, figures: Omit<ClipFigures, 'clip' | 'synthetic'>): string {
  return line([
    name,
    clip,
    signed(figures.psnr),
    signed(figures.ssim),
    signed(figures.psnrAgainstBest),
    signed(figures.ssimAgainstBest),
    signed(figures.psnrAgainstStrong),
    figures.encodeSeconds.toFixed(1),
    figures.decodeRate.toFixed(0),
    figures.sideShare.toFixed(2),
  ]);
}

function signed(value: number | null): string {
  if (value === null || Number.isNaN(value)) return '-';
  return `${value > 0 ? '+' : ''}${value.toFixed(1)}`;
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}
