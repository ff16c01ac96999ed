import type { PictureSize } from '../media/frames.ts';
import { loadSceneKernel, type SceneKernel } from './scene-kernel.ts';

const PAGE_BYTES = 65_536;
/** Side of a block, and of a group of blocks that the search for motion begins with. */
const BLOCK = 16;
const GROUP = 32;

/** A 16x16 block by itself. */
export interface Surface {
  /** Sum of its samples. */
  readonly sum: number;
  /** Sum of their distances from their rounded mean. */
  readonly deviation: number;
  /** Sum of the absolute Laplacian differences (Immerkaer 1996) of its inner 14x14 samples. */
  readonly laplacian: number;
  /** Largest less smallest of its sixteen 4x4 sums. */
  readonly spread: number;
}

/** A 16x16 block against the frame before. */
export interface Movement {
  /** Vector into the frame before, samples. */
  readonly x: number;
  readonly y: number;
  /** Sum of absolute differences along the vector, and without motion. */
  readonly along: number;
  readonly still: number;
}

/** A frame against the one before. */
export interface Transition {
  /** Standard deviation of the difference. */
  readonly temporalInformation: number;
  /** By block, in the order of the frame's surfaces. */
  readonly movements: readonly Movement[];
}

/** What one frame was found to be. */
export interface FrameFigures {
  readonly luminance: number;
  readonly spatialInformation: number;
  readonly surfaces: readonly Surface[];
  /** Undefined for the first frame. */
  readonly transition: Transition | undefined;
}

/** Where a frame lies, where it lies in a quarter of its size, and the sum of its samples. */
interface Picture {
  readonly plane: number;
  readonly quarter: number;
  sum: number;
}

/** Measures frames of one size in order, two of them in a WebAssembly memory of its own. */
export class FrameMeasure {
  readonly #kernel: SceneKernel;
  readonly #size: PictureSize;
  readonly #blocks: number;
  readonly #at: { surfaces: number; movements: number; groups: number };
  #current: Picture;
  #before: Picture;
  #isFirst = true;

  private constructor(kernel: SceneKernel, size: PictureSize) {
    const { width, height } = size;
    this.#kernel = kernel;
    this.#size = size;
    this.#blocks = Math.floor(width / BLOCK) * Math.floor(height / BLOCK);
    let next = kernel.memory.buffer.byteLength;
    // A load of 16 samples may begin before the last of a plane and end beyond it.
    const place = (bytes: number) => {
      const at = next;
      next += Math.ceil((bytes + 32) / 64) * 64;
      return at;
    };
    const picture = (): Picture => ({
      plane: place(width * height),
      quarter: place((width >> 2) * (height >> 2)),
      sum: 0,
    });
    this.#current = picture();
    this.#before = picture();
    this.#at = {
      surfaces: place(this.#blocks * 16),
      movements: place(this.#blocks * 16),
      groups: place(Math.floor(width / GROUP) * Math.floor(height / GROUP) * 8),
    };
    kernel.memory.grow(Math.ceil((next - kernel.memory.buffer.byteLength) / PAGE_BYTES));
  }

  static async open(size: PictureSize): Promise<FrameMeasure> {
    return new FrameMeasure(await loadSceneKernel(), size);
  }

  /** @param luma width x height samples of the next frame, row by row. */
  add(luma: Uint8Array): FrameFigures {
    const { width, height } = this.#size;
    const samples = width * height;
    [this.#current, this.#before] = [this.#before, this.#current];
    const { plane, quarter } = this.#current;
    new Uint8Array(this.#kernel.memory.buffer, plane, samples).set(luma);
    this.#current.sum = this.#kernel.sampleSum(plane, samples);
    this.#kernel.quarter(plane, width, height, quarter);
    const lengths = this.#kernel.gradients(plane, width, height);
    const transition = this.#isFirst ? undefined : this.#transition();
    this.#isFirst = false;
    return {
      luminance: this.#current.sum / samples,
      spatialInformation: deviation(lengths, this.#kernel.gradientSquares.value, (width - 2) * (height - 2)),
      surfaces: this.#surfaces(),
      transition,
    };
  }

  #surfaces(): Surface[] {
    const { width, height } = this.#size;
    this.#kernel.surfaces(this.#current.plane, width, height, this.#at.surfaces);
    return this.#figures(this.#at.surfaces).map(([sum, deviation, laplacian, spread]) => ({
      ...{ sum, deviation, laplacian, spread },
    }));
  }

  #transition(): Transition {
    const { width, height } = this.#size;
    const [now, then] = [this.#current, this.#before];
    const samples = width * height;
    const { groups, movements } = this.#at;
    this.#kernel.searchGroups(now.quarter, then.quarter, width >> 2, height >> 2, groups);
    const [columns, lines] = [Math.floor(width / GROUP), Math.floor(height / GROUP)];
    this.#kernel.followBlocks(now.plane, then.plane, width, height, groups, columns, lines, movements);
    return {
      temporalInformation: deviation(
        now.sum - then.sum,
        this.#kernel.differenceSquares(now.plane, then.plane, samples),
        samples,
      ),
      movements: this.#figures(movements).map(([x, y, along, still]) => ({ x, y, along, still })),
    };
  }

  /** Four numbers of each block. */
  #figures(at: number): [number, number, number, number][] {
    const all = new Int32Array(this.#kernel.memory.buffer, at, this.#blocks * 4);
    const figure = (index: number) => all[index] ?? 0;
    return Array.from({ length: this.#blocks }, (_, block) => [
      figure(4 * block),
      figure(4 * block + 1),
      figure(4 * block + 2),
      figure(4 * block + 3),
    ]);
  }
}

/** Standard deviation of a population by its sum and its sum of squares; rounding alone could make a variance negative. */
function deviation(sum: number, squares: number, count: number): number {
  const mean = sum / count;
  return Math.sqrt(Math.max(0, squares / count - mean * mean));
}
