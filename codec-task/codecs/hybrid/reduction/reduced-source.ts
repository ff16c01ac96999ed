import type { SourceFrames } from '../../codec.ts';
import type { Adapt } from '../../conventional/encode.ts';
import { codedPictures, codedSize, isScaled, type Ratio, type Reduction } from './reduction.ts';

/** The scaler's filter and ways on the encoder's side; the decoder does without it. */
const SCALING = 'lanczos+accurate_rnd+full_chroma_int';

/** The clip that a base layer of so much less codes; its file is still the whole clip's. */
export function reducedSource(source: SourceFrames, { ratio, step }: Reduction): SourceFrames {
  const [numerator = 0, denominator = 0] = source.fps.split('/').map(Number);
  return {
    ...source,
    ...codedSize(source, ratio),
    frames: codedPictures(source.frames, step),
    fps: `${numerator}/${denominator * step}`,
  };
}

/** Pictures between two that can be decoded by themselves, as near as possible to as much time. */
export function reducedGop(gop: number, { step }: Reduction): number {
  return Math.ceil(gop / step);
}

/**
 * What the arguments of encoding a reduced clip are changed to: they read the whole one, leave out pictures, and scale by
 * an exact ratio, the border repeated as far as that needs.
 */
export function reducedArguments(source: SourceFrames, reduction: Reduction): Adapt {
  const filters = [...keptPictures(source.frames, reduction), ...smaller(source, reduction)].join(',');
  return (args) => {
    const changed = args.with(args.indexOf('-s') + 1, `${source.width}x${source.height}`);
    const at = changed.indexOf('-vf') + 1;
    const before = changed[at] ?? '';
    const format = before.lastIndexOf('format=');
    return changed.with(at, `${before.slice(0, format)}${filters},${before.slice(format)}`);
  };
}

function keptPictures(pictures: number, { step }: Reduction): string[] {
  if (step === 1) return [];
  return [`select=not(mod(n\\,2))+eq(n\\,${pictures - 1})`, 'setpts=N/FRAME_RATE/TB'];
}

/**
 * The scaler keeps the ratio where it takes and gives whole periods of chroma: the border is repeated up to there, and what
 * comes out is cut to what the picture needs.
 */
function smaller({ width, height }: SourceFrames, { ratio }: Reduction): string[] {
  if (!isScaled(ratio)) return [];
  const coded = codedSize({ width, height }, ratio);
  const [across, down] = [periods(coded.width, ratio), periods(coded.height, ratio)];
  const [wide, high] = [across * ratio.whole, down * ratio.whole];
  const scaled = { width: across * ratio.coded, height: down * ratio.coded };
  return [
    ...(wide === width && high === height
      ? []
      : [`pad=${wide}:${high}:0:0`, `fillborders=0:${wide - width}:0:${high - height}:smear`]),
    `scale=${scaled.width}:${scaled.height}:flags=${SCALING}`,
    ...(scaled.width === coded.width && scaled.height === coded.height
      ? []
      : [`crop=${coded.width}:${coded.height}:0:0`]),
  ];
}

/** Periods of samples that a coded side lies within; an even number, for chroma. */
function periods(side: number, { coded }: Ratio): number {
  return 2 * Math.ceil(side / (2 * coded));
}
