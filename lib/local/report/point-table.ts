import type { RatePoint } from '../../../lambdas/shared/result.ts';
import { type BlockColumn, blockTable } from './block-table.ts';
import { NONE } from './format.ts';

/** Characters of a hash that are shown: enough to tell two apart. */
const SHOWN_HASH = 8;

type PointColumn = BlockColumn & {
  /** Undefined where the point has none; a column that no point has is left out. */
  readonly text: (point: RatePoint) => string | undefined;
};

const right = (heading: string, text: PointColumn['text']): PointColumn => ({
  heading,
  align: 'right',
  text,
});

const COLUMNS: readonly PointColumn[] = [
  right('CRF', ({ quality_control }) => String(quality_control)),
  { heading: 'role', text: ({ role }) => role },
  right('bytes', ({ bytes }) => String(bytes)),
  right('of them\nside', ({ side_bytes }) => nonZero(side_bytes)),
  right('of them\ndecoder', ({ decoder_bytes }) => nonZero(decoder_bytes)),
  right('Mbit/s', ({ bitrate_mbps }) => bitrate_mbps.toFixed(4)),
  right('PSNR-Y\ndB', ({ psnr_y }) => psnr_y.toFixed(2)),
  right('PSNR-U\ndB', ({ psnr_u }) => psnr_u.toFixed(2)),
  right('PSNR-V\ndB', ({ psnr_v }) => psnr_v.toFixed(2)),
  right('PSNR-YUV\ndB', ({ psnr_yuv }) => psnr_yuv.toFixed(2)),
  { ...right('SSIM', ({ ssim }) => ssim.toFixed(4)), begins: true },
  right('MS-SSIM', ({ ms_ssim }) => ms_ssim?.toFixed(4)),
  right('XPSNR\ndB', ({ xpsnr }) => xpsnr?.yuv.toFixed(2)),
  right('VMAF\nmean', ({ vmaf }) => vmaf?.mean.toFixed(2)),
  right('VMAF\np5', ({ vmaf }) => vmaf?.p5.toFixed(2)),
  right('VMAF-NEG\nmean', ({ vmaf_neg }) => vmaf_neg?.mean.toFixed(2)),
  right('VMAF-NEG\np5', ({ vmaf_neg }) => vmaf_neg?.p5.toFixed(2)),
  right('encode\nCPU s', ({ encode }) => encode.cpu_seconds.toFixed(2)),
  right('decode\nCPU s', ({ decode }) => decode.cpu_seconds.toFixed(2)),
  { heading: 'bitstream\nSHA-256', text: ({ bitstream_sha256 }) => bitstream_sha256.slice(0, SHOWN_HASH) },
  { heading: 'decode\nSHA-256', text: ({ decoded_sha256 }) => decoded_sha256.slice(0, SHOWN_HASH) },
  { heading: 'decode\nagain', text: decodedAgain },
  { heading: 'kept', text: ({ kept }) => (kept === undefined ? undefined : kept ? 'yes' : 'no') },
];

/** Columns that begin every block: quality control and role. */
const KEYS = 2;

/** Every rate point of a clip, a row each. */
export function pointTable(points: readonly RatePoint[], width: number): string {
  const columns = COLUMNS.filter(({ text }) => points.some((point) => text(point) !== undefined));
  const rows = points.map((point) => columns.map(({ text }) => text(point) ?? NONE));
  return blockTable(columns, rows, width, KEYS);
}

function nonZero(bytes: number | undefined): string | undefined {
  return bytes ? String(bytes) : undefined;
}

function decodedAgain({ decoded_sha256, decoded_again_sha256 }: RatePoint): string | undefined {
  if (decoded_again_sha256 === undefined) return undefined;
  return decoded_again_sha256 === decoded_sha256 ? 'same' : decoded_again_sha256.slice(0, SHOWN_HASH);
}
