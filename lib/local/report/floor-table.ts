import { QUALITY_FLOOR } from '../../../lambdas/shared/names.ts';
import type { ExperimentResult, OperatingPoint } from '../../../lambdas/shared/result.ts';
import { blockTable } from './block-table.ts';
import { clipText, megabits, NONE, signedPercent } from './format.ts';

/** The smallest bitrate at the quality floor, of every clip and of their mean, beside that of the anchors. */
export function floorTable(
  { clips, operating_point, anchor_operating_point }: ExperimentResult,
  width: number,
): string {
  const hasStrong = clips.some(({ strong_anchor }) => strong_anchor != null);
  const row = (name: string, own: OperatingPoint, anchor: OperatingPoint, strong?: OperatingPoint) => [
    name,
    megabits(own.bitrate_mbps),
    own.quality_control === null ? NONE : String(own.quality_control),
    own.psnr_yuv?.toFixed(2) ?? NONE,
    own.ssim?.toFixed(4) ?? NONE,
    megabits(anchor.bitrate_mbps),
    signedPercent(difference(own, anchor)),
    ...(hasStrong ? [strong === undefined ? NONE : megabits(strong.bitrate_mbps)] : []),
  ];
  const rows = clips.map((clip) =>
    row(
      clipText(clip.source),
      clip.operating_point,
      clip.anchor.operating_point,
      clip.strong_anchor?.operating_point,
    ),
  );
  const right = (heading: string) => ({ heading, align: 'right' as const });
  return blockTable(
    [
      { heading: `at PSNR-YUV ${QUALITY_FLOOR.psnrYuv} dB\nand SSIM ${QUALITY_FLOOR.ssim}`, width: 34 },
      right('Mbit/s'),
      right('CRF'),
      right('PSNR-YUV\ndB'),
      right('SSIM'),
      right('HEVC\nMbit/s'),
      right('against\nHEVC, %'),
      ...(hasStrong ? [right('strong\nMbit/s')] : []),
    ],
    clips.length < 2 ? rows : [...rows, row('mean', operating_point, anchor_operating_point)],
    width,
  );
}

function difference(own: OperatingPoint, anchor: OperatingPoint): number | null {
  if (own.bitrate_mbps === null || anchor.bitrate_mbps === null) return null;
  return 100 * (own.bitrate_mbps / anchor.bitrate_mbps - 1);
}
