import { frameBytes, type PictureSize } from '../../../media/frames.ts';
import { codedSize, type Ratio } from '../reduction/reduction.ts';
import { PLANES } from '../restoration/description.ts';
import type { Upscaling } from './description.ts';
import { filterTable } from './filter-table.ts';
import { openUpscalingKernel, type UpscalingKernel } from './kernel.ts';

/** Gives a coded picture to the kernel. @param bytes planar 4:2:0 of the coded size, of 1 or 2 bytes a sample */
export function takeCodedPicture(kernel: UpscalingKernel, bytes: Uint8Array, coded: PictureSize): void {
  kernel.bytes(kernel.inputAt(), bytes.length).set(bytes);
  kernel.takeCoded(bytes.length / frameBytes(coded));
}

/** Brings coded pictures back to the size of the clip. */
export class Upscaler {
  readonly #kernel: UpscalingKernel;
  readonly #upscaling: Upscaling;
  readonly #tables: readonly Int16Array[];
  readonly #size: PictureSize;
  readonly #coded: PictureSize;

  private constructor(kernel: UpscalingKernel, size: PictureSize, ratio: Ratio, upscaling: Upscaling) {
    this.#kernel = kernel;
    this.#size = size;
    this.#coded = codedSize(size, ratio);
    this.#upscaling = upscaling;
    this.#tables = upscaling.map(({ filters }) => filterTable(ratio, filters));
  }

  static async open(size: PictureSize, ratio: Ratio, upscaling: Upscaling): Promise<Upscaler> {
    return new Upscaler(await openUpscalingKernel(size, ratio), size, ratio, upscaling);
  }

  /** @returns planar 4:2:0 of 10 bits in two bytes; the same memory for each */
  upscale(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
    const kernel = this.#kernel;
    takeCodedPicture(kernel, bytes, this.#coded);
    for (const plane of PLANES) {
      const { thresholds } = this.#upscaling[plane];
      const table = this.#tables[plane] as Int16Array;
      kernel.integers(kernel.thresholdsAt(), thresholds.length).set(thresholds);
      kernel.shorts(kernel.filtersAt(), table.length).set(table);
      kernel.measureBlocks(plane);
      kernel.classifyBlocks(plane);
      kernel.upscalePlane(plane);
    }
    return kernel.bytes(kernel.outputAt(0), frameBytes(this.#size) * 2);
  }
}
