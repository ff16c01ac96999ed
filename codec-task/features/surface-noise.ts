import type { Surface } from './frame-measure.ts';

/** Samples of a block that have all neighbours in it. */
const INNER = 14 * 14;
/** Samples of a 4x4 cell. */
const CELL = 16;
/** Square root of half of pi, written out so that it is the same number wherever it is read. */
const ROOT_HALF_PI = 1.2533141373155003;

/** Largest difference of a flat block's 4x4 means without noise, levels. */
const FLAT_SPREAD = 6;
/**
 * Noise of deviation s gives sixteen means of sixteen samples a deviation of s / 4 each; in fewer than one block of a hundred
 * they lie further apart than 5.6 times that, 1.4 s.
 */
const NOISE_SPREAD = 1.4;
/** More than this is taken for fine texture, levels. */
const MOST_NOISE = 16;
/** Levels next to the ends of the limited range, where noise is cut off and cannot be measured. */
const DARKEST = 18;
const BRIGHTEST = 233;

/**
 * Standard deviation of the noise of a block without structure (Immerkaer, "Fast Noise Variance Estimation", 1996): the
 * Laplacian difference takes slopes away and leaves six times the noise.
 * @param laplacian sum of absolute values over the block's inner samples
 */
export function noiseOf(laplacian: number): number {
  return (ROOT_HALF_PI * laplacian) / (6 * INNER);
}

/** Whether a block is a surface without structure: its means differ by no more than its own noise lets them. */
export function isFlat({ laplacian, spread }: Surface): boolean {
  const noise = noiseOf(laplacian);
  return noise <= MOST_NOISE && spread / CELL <= FLAT_SPREAD + NOISE_SPREAD * noise;
}

/** Share of flat blocks, and the median of their noise, over many frames. Keeps counts only. */
export class SurfaceCounts {
  readonly #laplacians = new Map<number, number>();
  #blocks = 0;
  #flat = 0;

  add(surfaces: readonly Surface[]): void {
    this.#blocks += surfaces.length;
    for (const surface of surfaces) {
      if (!isFlat(surface)) continue;
      this.#flat += 1;
      const level = surface.sum / 256;
      if (level < DARKEST || level > BRIGHTEST) continue;
      const { laplacian } = surface;
      this.#laplacians.set(laplacian, (this.#laplacians.get(laplacian) ?? 0) + 1);
    }
  }

  get flatShare(): number {
    return this.#blocks === 0 ? 0 : this.#flat / this.#blocks;
  }

  /** Undefined where no flat block could be measured. */
  get noise(): number | undefined {
    const median = quantile(this.#laplacians, 0.5);
    return median === undefined ? undefined : noiseOf(median);
  }
}

/** The smallest value that a share of all counted ones does not exceed; undefined without any. */
export function quantile(counts: ReadonlyMap<number, number>, share: number): number | undefined {
  const rising = [...counts].sort(([a], [b]) => a - b);
  const all = rising.reduce((sum, [, count]) => sum + count, 0);
  let passed = 0;
  return rising.find(([, count]) => {
    passed += count;
    return passed >= share * all;
  })?.[0];
}
