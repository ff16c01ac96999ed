import type { Parameters } from '../../../lambdas/shared/spec.ts';
import { completeParameters } from '../checked-space.ts';
import type { SourceFrames } from '../codec.ts';
import { ENCODER_ARGUMENTS } from './encoder-arguments.ts';
import { type BitstreamHeader, UPSCALERS } from './header.ts';

/** SVT-AV1 takes no smaller picture, and every encoder is to code the same one. Clips have sides of 64 and more. */
const SMALLEST_CODED_SIDE = 64;

/** How the scaler works on both sides, beside its filter: exact and without shortcuts, so that machines agree. */
const EXACT_SCALING = 'accurate_rnd+full_chroma_int';

/** Strengths of hqdn3d: luma and chroma in space, luma and chroma in time. */
const DENOISE: Readonly<Record<string, string>> = {
  light: 'hqdn3d=1:1:2:2',
  medium: 'hqdn3d=2:2:4:4',
  strong: 'hqdn3d=4:4:6:6',
};

const STREAM_FORMAT: Readonly<Record<string, BitstreamHeader['format']>> = {
  libx264: 'h264',
  libx265: 'hevc',
  'libvpx-vp9': 'vp9',
};

/** ffmpeg's name for the file that a stream is written to and read from. */
export function fileFormat({ format }: Pick<BitstreamHeader, 'format'>): 'h264' | 'hevc' | 'ivf' {
  return format === 'h264' || format === 'hevc' ? format : 'ivf';
}

/** What the decoder will be told about such an encode. @throws InvalidSpecError */
export function bitstreamHeader(
  encoder: string,
  parameters: Parameters,
  { width, height, frames, fps }: SourceFrames,
): BitstreamHeader {
  const all = completeParameters({ encoder, parameters });
  const scale = Number(all['scale']);
  const coded = (side: number) =>
    scale === 1 ? side : Math.max(SMALLEST_CODED_SIDE, 2 * Math.round((side * scale) / 2));
  return {
    format: STREAM_FORMAT[encoder] ?? 'av1',
    bitDepth: all['pixel_format'] === 'yuv420p10le' ? 10 : 8,
    // Without scaling the filter has no effect and must not make equal bitstreams differ.
    upscaler: scale === 1 ? UPSCALERS[0] : (all['upscaler'] as BitstreamHeader['upscaler']),
    ...{ width, height, codedWidth: coded(width), codedHeight: coded(height), frames, fps },
  };
}

/**
 * Arguments of one encode, input and output names relative to the work folder.
 * @param qualityControl CRF.
 * @throws InvalidSpecError
 */
export function encodeArguments(
  encoder: string,
  parameters: Parameters,
  source: SourceFrames,
  gop: number,
  qualityControl: number,
  names: { readonly input: string; readonly output: string },
): string[] {
  const all = completeParameters({ encoder, parameters });
  const header = bitstreamHeader(encoder, parameters, source);
  const denoise = DENOISE[String(all['denoise'])];
  const filters = [
    ...(denoise === undefined ? [] : [denoise]),
    ...(isScaled(header) ? [scaling(header.codedWidth, header.codedHeight, header)] : []),
    `format=${codedFormat(header)}`,
  ];
  const given = new Set(Object.keys(parameters));
  return [
    ...'-f rawvideo -pix_fmt yuv420p'.split(' '),
    ...['-s', `${source.width}x${source.height}`, '-r', source.fps, '-i', names.input],
    ...['-vf', filters.join(','), '-fps_mode', 'passthrough', '-c:v', encoder, '-threads', '1'],
    ...['-crf', String(qualityControl), '-g', String(gop), '-keyint_min', String(gop)],
    ...(ENCODER_ARGUMENTS[encoder]?.({ all, given, gop }) ?? []),
    ...['-f', fileFormat(header), '-y', names.output],
  ];
}

/** Arguments of the decode up to its output, from the header alone. Scaling back happens at the coded bit depth. */
export function decodeArguments(header: BitstreamHeader, input: string): string[] {
  const filters = [
    ...(isScaled(header) ? [scaling(header.width, header.height, header)] : []),
    `format=${codedFormat(header)}`,
  ];
  return [
    ...['-threads', '1', '-f', fileFormat(header), '-i', input],
    ...['-map', '0:v:0', '-vf', filters.join(','), '-fps_mode', 'passthrough'],
  ];
}

function isScaled({ width, height, codedWidth, codedHeight }: BitstreamHeader): boolean {
  return codedWidth !== width || codedHeight !== height;
}

/** The same filter scales down before the encoder and up after the decoder. */
function scaling(width: number, height: number, { upscaler }: BitstreamHeader): string {
  return `scale=${width}:${height}:flags=${upscaler}+${EXACT_SCALING}`;
}

function codedFormat({ bitDepth }: BitstreamHeader): string {
  return bitDepth === 10 ? 'yuv420p10le' : 'yuv420p';
}
