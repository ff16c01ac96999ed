import { framePairs, type PictureSize } from '../../media/frames.ts';

/** PSNR in dB; the first three are means over frames. */
export interface Psnr {
  readonly y: number;
  readonly u: number;
  readonly v: number;
  /** (6 Y + U + V) / 8 of the means above. */
  readonly yuv: number;
  /** The same weighting of each plane's PSNR of the mean squared error over all frames. */
  readonly yuvOfMeanError: number;
}

/** Cap for a plane without any error: 6 n + 12 dB for n = 8 bits, as in libvmaf. */
const CAP = 60;

/** PSNR of a plane from its sum of squared errors. */
export function planePsnr(squaredError: number, samples: number): number {
  return squaredError === 0 ? CAP : Math.min(CAP, 10 * Math.log10((255 * 255 * samples) / squaredError));
}

/** Compares two raw 8-bit 4:2:0 files frame by frame, from exact integer sums. Both hold at least `frames`. */
export async function measurePsnr(
  decoded: string,
  source: string,
  size: PictureSize,
  frames: number,
): Promise<Psnr> {
  const luma = size.width * size.height;
  const chroma = luma / 4;
  const planes = [
    { from: 0, samples: luma },
    { from: luma, samples: chroma },
    { from: luma + chroma, samples: chroma },
  ];
  const dbSums = [0, 0, 0];
  const errorSums = [0, 0, 0];
  for await (const [a, b] of framePairs(decoded, source, size, frames)) {
    planes.forEach(({ from, samples }, index) => {
      const error = squaredError(a, b, from, from + samples);
      errorSums[index] = (errorSums[index] ?? 0) + error;
      dbSums[index] = (dbSums[index] ?? 0) + planePsnr(error, samples);
    });
  }
  const [y = 0, u = 0, v = 0] = dbSums.map((sum) => sum / frames);
  const [meanY = 0, meanU = 0, meanV = 0] = planes.map(({ samples }, index) =>
    planePsnr((errorSums[index] ?? 0) / frames, samples),
  );
  return { y, u, v, yuv: weighted(y, u, v), yuvOfMeanError: weighted(meanY, meanU, meanV) };
}

function weighted(y: number, u: number, v: number): number {
  return (6 * y + u + v) / 8;
}

/** Exact: at most 255 x 255 x 2^26 samples, far below 2^53. */
function squaredError(a: Uint8Array, b: Uint8Array, from: number, to: number): number {
  let sum = 0;
  for (let index = from; index < to; index++) {
    const difference = (a[index] as number) - (b[index] as number);
    sum += difference * difference;
  }
  return sum;
}
