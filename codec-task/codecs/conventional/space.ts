import type { EncoderSpace, ParameterSpace } from '../../../lambdas/shared/space.ts';

/** What every conventional encode may do before and around the encoder. */
const AROUND = {
  pixel_format: {
    kind: 'choice',
    values: ['yuv420p', 'yuv420p10le'],
    default: 'yuv420p',
    about: 'coded bit depth; a 10-bit decode is rounded to the 8 bits of the source',
  },
  scale: {
    kind: 'choice',
    values: [1, 0.75, 0.5],
    default: 1,
    ordered: true,
    about: 'coded size as a share of the source size in each direction; the decoder scales back',
  },
  upscaler: {
    kind: 'choice',
    values: ['bicubic', 'lanczos', 'spline'],
    default: 'lanczos',
    onlyWhere: { parameter: 'scale', notIn: [1] },
    about: 'filter that the decoder scales back with',
  },
  denoise: {
    kind: 'choice',
    values: ['none', 'light', 'medium', 'strong'],
    default: 'none',
    ordered: true,
    about: 'hqdn3d before the encoder; the score is still taken against the clip as given',
  },
} as const satisfies Record<string, ParameterSpace>;

const AV1_PIXEL_FORMAT = { ...AROUND.pixel_format, default: 'yuv420p10le' } as const;
const X26X_PRESET = {
  kind: 'choice',
  values: ['ultrafast', 'superfast', 'veryfast', 'faster', 'fast', 'medium', 'slow', 'slower', 'veryslow'],
  default: 'medium',
  ordered: true,
  about: 'effort of the search',
} as const satisfies ParameterSpace;

/** The encoders that the conventional strategy may use and all that may vary in each. */
export const CONVENTIONAL_SPACE: readonly EncoderSpace[] = [
  {
    strategy: 'conventional',
    encoder: 'libx264',
    standard: 'H.264',
    qualityControl: { name: 'crf', min: 1, max: 51, ladder: [21, 26, 31, 36] },
    effort: 'preset',
    parameters: {
      preset: X26X_PRESET,
      tune: {
        kind: 'choice',
        values: ['none', 'psnr', 'ssim', 'film', 'animation', 'grain'],
        default: 'none',
        about: 'what the decisions favour',
      },
      aq_mode: {
        kind: 'integer',
        unordered: true,
        min: 0,
        max: 3,
        default: 1,
        setByPresets: true,
        about: 'adaptive quantisation',
      },
      psy: {
        kind: 'flag',
        default: true,
        setByPresets: true,
        // Measured with core 164.
        impliedWhere: [{ value: false, where: { parameter: 'tune', in: ['psnr', 'ssim'] } }],
        about: 'psycho-visual rate-distortion decisions',
      },
      pixel_format: AROUND.pixel_format,
      scale: AROUND.scale,
      upscaler: AROUND.upscaler,
      denoise: AROUND.denoise,
    },
  },
  {
    strategy: 'conventional',
    encoder: 'libx265',
    standard: 'HEVC',
    qualityControl: { name: 'crf', min: 1, max: 51, ladder: [22, 27, 32, 37] },
    effort: 'preset',
    parameters: {
      preset: X26X_PRESET,
      tune: {
        kind: 'choice',
        values: ['none', 'psnr', 'ssim', 'grain'],
        default: 'none',
        about: 'what the decisions favour',
      },
      aq_mode: {
        kind: 'integer',
        unordered: true,
        min: 0,
        max: 4,
        default: 2,
        setByPresets: true,
        // Measured with version 3.5, like the next.
        onlyWhere: { parameter: 'tune', notIn: ['psnr'] },
        about: 'adaptive quantisation',
      },
      psy_rd: {
        kind: 'real',
        min: 0,
        max: 5,
        default: 2,
        setByPresets: true,
        impliedWhere: [{ value: 0, where: { parameter: 'tune', in: ['psnr', 'ssim'] } }],
        about: 'psycho-visual rate-distortion strength',
      },
      pixel_format: AROUND.pixel_format,
      scale: AROUND.scale,
      upscaler: AROUND.upscaler,
      denoise: AROUND.denoise,
    },
  },
  {
    strategy: 'conventional',
    encoder: 'libvpx-vp9',
    standard: 'VP9',
    qualityControl: { name: 'crf', min: 1, max: 63, ladder: [24, 33, 42, 51] },
    effort: 'cpu-used',
    parameters: {
      'cpu-used': { kind: 'integer', min: 1, max: 5, default: 3, about: 'speed, higher is faster' },
      tune: { kind: 'choice', values: ['none', 'ssim'], default: 'none', about: 'what the decisions favour' },
      aq_mode: {
        kind: 'integer',
        unordered: true,
        min: 0,
        max: 3,
        default: 0,
        about: 'adaptive quantisation',
      },
      scale: AROUND.scale,
      upscaler: AROUND.upscaler,
      denoise: AROUND.denoise,
    },
  },
  {
    strategy: 'conventional',
    encoder: 'libsvtav1',
    standard: 'AV1',
    qualityControl: { name: 'crf', min: 1, max: 63, ladder: [24, 34, 44, 54] },
    effort: 'preset',
    parameters: {
      preset: { kind: 'integer', min: 3, max: 12, default: 8, about: 'speed, higher is faster' },
      tune: { kind: 'choice', values: ['vq', 'psnr'], default: 'psnr', about: 'what the decisions favour' },
      film_grain: {
        kind: 'integer',
        min: 0,
        max: 30,
        default: 0,
        about: 'grain is removed before and synthesised after',
      },
      aq_mode: {
        kind: 'integer',
        unordered: true,
        min: 0,
        max: 2,
        default: 2,
        about: 'adaptive quantisation',
      },
      pixel_format: AV1_PIXEL_FORMAT,
      scale: AROUND.scale,
      upscaler: AROUND.upscaler,
      denoise: AROUND.denoise,
    },
  },
  {
    strategy: 'conventional',
    encoder: 'libaom-av1',
    standard: 'AV1',
    qualityControl: { name: 'crf', min: 1, max: 63, ladder: [24, 34, 44, 54] },
    effort: 'cpu-used',
    parameters: {
      // Above 6 libaom codes as at 6 unless it codes in real time.
      'cpu-used': { kind: 'integer', min: 3, max: 6, default: 6, about: 'speed, higher is faster' },
      tune: { kind: 'choice', values: ['psnr', 'ssim'], default: 'psnr', about: 'what the decisions favour' },
      aq_mode: {
        kind: 'integer',
        unordered: true,
        min: 0,
        max: 3,
        default: 0,
        about: 'adaptive quantisation',
      },
      film_grain: {
        kind: 'integer',
        min: 0,
        max: 30,
        default: 0,
        about: 'grain is removed before and synthesised after',
      },
      pixel_format: AV1_PIXEL_FORMAT,
      scale: AROUND.scale,
      upscaler: AROUND.upscaler,
      denoise: AROUND.denoise,
    },
  },
];
