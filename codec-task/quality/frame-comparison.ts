import { loadQualityKernel, type QualityKernel } from '../kernels/load-kernel.ts';
import { frameBytes, type PictureSize } from '../media/frames.ts';

/** Of the five scales, finest first (Wang, Simoncelli and Bovik 2003). */
const SCALE_WEIGHTS = [0.0448, 0.2856, 0.3001, 0.2363, 0.1333];
/** Side of the Gaussian window, which must fit into the coarsest scale. */
const WINDOW = 11;
const PAGE_BYTES = 65_536;
const BLOCK = 16;

/** One decoded frame against its source frame. */
export interface FrameScores {
  /** Sums of squared errors of Y, U and V. */
  readonly squaredErrors: readonly [number, number, number];
  /** Luma. */
  readonly ssim: number;
  readonly msSsim: number;
}

/** Scales that a picture has room for, five at most. Pictures with a side under 176 have fewer. */
export function scaleCount({ width, height }: PictureSize): number {
  const fits = SCALE_WEIGHTS.filter((_, scale) => Math.min(width, height) >> scale >= WINDOW);
  return Math.max(1, fits.length);
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

/** Compares pairs of frames of one size in a WebAssembly memory of its own. */
export class FrameComparison {
  /** Where the two frames go before {@link compare}: 8-bit planar 4:2:0. */
  readonly decoded: Uint8Array;
  readonly source: Uint8Array;
  readonly #kernel: QualityKernel;
  readonly #size: PictureSize;
  readonly #at: { decoded: number; source: number; planes: readonly [number, number]; scratch: number };

  private constructor(kernel: QualityKernel, size: PictureSize) {
    const aligned = (bytes: number) => Math.ceil(bytes / 64) * 64;
    const frame = aligned(frameBytes(size) + 16);
    const plane = aligned(((size.width + 1) >> 1) * ((size.height + 1) >> 1) * 4 + 16);
    // MS-SSIM keeps 12 x 4 rows of 144 floats; SSIM 8 rows of a float for each fourth sample; a block mean is a float.
    const scratch = Math.max(12 * 4 * 144 * 4, 8 * (size.width + 32), plane / 64) + 64;
    const start = aligned(kernel.memory.buffer.byteLength);
    kernel.memory.grow(Math.ceil((2 * frame + 2 * plane + scratch) / PAGE_BYTES));
    const planes = start + 2 * frame;
    this.#kernel = kernel;
    this.#size = size;
    this.#at = {
      decoded: start,
      source: start + frame,
      planes: [planes, planes + plane],
      scratch: planes + 2 * plane,
    };
    this.decoded = new Uint8Array(kernel.memory.buffer, this.#at.decoded, frameBytes(size));
    this.source = new Uint8Array(kernel.memory.buffer, this.#at.source, frameBytes(size));
  }

  static async open(size: PictureSize): Promise<FrameComparison> {
    return new FrameComparison(await loadQualityKernel(), size);
  }

  /** Compares what lies in the two frames. */
  compare(): FrameScores {
    const { decoded, source, scratch } = this.#at;
    const { width, height } = this.#size;
    const luma = width * height;
    const error = (from: number, samples: number) =>
      this.#kernel.squaredError(decoded + from, source + from, samples);
    return {
      squaredErrors: [error(0, luma), error(luma, luma / 4), error(luma * 1.25, luma / 4)],
      ssim: this.#kernel.ssim(decoded, source, width, height, scratch),
      msSsim: this.#msSsim(),
    };
  }

  /** Means of 16x16 luma blocks of the decoded and of the source frame, for comparing frames at a glance. */
  blockMeans(): { decoded: Float32Array; source: Float32Array } {
    const { decoded, source } = this.#at;
    return { decoded: this.#blocks(decoded), source: this.#blocks(source) };
  }

  /**
   * Product over the scales of their contrast and structure, and of the luminance on the coarsest, each to its weight. With
   * fewer than five scales the weights are raised so that their sum stays. Halving counts an odd last row or column twice.
   */
  #msSsim(): number {
    const { decoded, source, planes, scratch } = this.#at;
    const [a, b] = planes;
    let { width, height } = this.#size;
    const scales = scaleCount(this.#size);
    const weights = SCALE_WEIGHTS.slice(0, scales);
    const raised = sum(SCALE_WEIGHTS) / sum(weights);
    let product = 1;
    for (const [scale, weight] of weights.entries()) {
      const coarsest = scale === scales - 1;
      if (scale === 0) this.#kernel.compareBytes(decoded, source, width, height, scratch, Number(coarsest));
      else this.#kernel.compareFloats(a, b, width, height, scratch, Number(coarsest));
      const { lastSsim, lastContrast } = this.#kernel;
      // A negative correlation has no real power; it counts as none.
      const similarity = Math.max(0, coarsest ? lastSsim.value : lastContrast.value);
      product *= similarity ** (weight * raised);
      if (coarsest) break;
      if (scale === 0) {
        this.#kernel.halveBytes(decoded, a, width, height);
        this.#kernel.halveBytes(source, b, width, height);
      } else {
        this.#kernel.halve(a, a, width, height);
        this.#kernel.halve(b, b, width, height);
      }
      width = (width + 1) >> 1;
      height = (height + 1) >> 1;
    }
    return product;
  }

  #blocks(frame: number): Float32Array {
    const { width, height } = this.#size;
    this.#kernel.blockMeans(frame, width, height, this.#at.scratch);
    const count = Math.floor(width / BLOCK) * Math.floor(height / BLOCK);
    return new Float32Array(this.#kernel.memory.buffer, this.#at.scratch, count).slice();
  }
}
