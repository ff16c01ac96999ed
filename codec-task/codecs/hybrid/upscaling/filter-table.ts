import type { Ratio } from '../reduction/reduction.ts';
import { EDGE_CLASSES, EDGE_DIRECTIONS, foldedPhases, type PlaneUpscaling } from './description.ts';

/** Sides of a filter's window, and weights that a row of the kernel's table has. */
const SIDE = 6;
const ROW = 8;
/** Place of the nearest sample in the window that is not mirrored. */
const NEAREST = 2;
/** A fitted weight of 1/256 in the table's steps of 1/4096. */
const STEP = 16;
const FALLING = 3;
const RISING = 4;

/**
 * Lanczos' kernel with three lobes at each folded phase, in 64ths: for 3/4 the distances of 1/8 and 3/8 of a sample, for
 * 1/2 that of 1/4. What a fit adds to; products of two are whole multiples of 1/4096.
 */
const LANCZOS: Readonly<Record<number, readonly (readonly number[])[]>> = {
  4: [
    [1, -5, 62, 8, -2, 0],
    [2, -9, 49, 28, -7, 1],
  ],
  2: [[2, -9, 57, 17, -4, 1]],
};

/** Places of the 23 samples beside the nearest one, x and y from it, rows from above: |x - 1/2| + |y - 1/2| is at most 3. */
const PLACES = Array.from(
  { length: SIDE * SIDE },
  (_, index) => [(index % SIDE) - NEAREST, Math.floor(index / SIDE) - NEAREST] as const,
).filter(([x, y]) => (x !== 0 || y !== 0) && Math.abs(x - 0.5) + Math.abs(y - 0.5) <= 3);

/**
 * The kernel's table: for each class, phase down and phase across, six rows of eight weights in 4096ths.
 * @param filters none: every sample by Lanczos' kernel alone
 */
export function filterTable(ratio: Ratio, filters: PlaneUpscaling['filters'] | undefined): Int16Array {
  const { whole } = ratio;
  const folded = foldedPhases(ratio);
  const table = new Int16Array(EDGE_CLASSES * whole * whole * SIDE * ROW);
  let at = 0;
  for (let own = 0; own < EDGE_CLASSES; own++)
    for (let down = 0; down < whole; down++)
      for (let across = 0; across < whole; across++) {
        const [isUp, isLeft] = [isMirrored(down, ratio), isMirrored(across, ratio)];
        const [foldedDown, foldedAcross] = [
          Math.min(down, whole - 1 - down),
          Math.min(across, whole - 1 - across),
        ];
        const group =
          (foldedDown * folded + foldedAcross) * EDGE_CLASSES + (isUp === isLeft ? own : mirrored(own));
        const weights = filters?.filters[filters.filterOf[group] ?? -1];
        const window = windowOf(
          LANCZOS[whole]?.[foldedDown] ?? [],
          LANCZOS[whole]?.[foldedAcross] ?? [],
          weights,
        );
        for (let y = 0; y < SIDE; y++)
          for (let x = 0; x < SIDE; x++)
            table[at + y * ROW + x] =
              window[(isUp ? SIDE - 1 - y : y) * SIDE + (isLeft ? SIDE - 1 - x : x)] ?? 0;
        at += SIDE * ROW;
      }
  return table;
}

/** Whether the nearest coded sample lies right of or below an output sample, so that its filter is a mirror image. */
function isMirrored(phase: number, { coded, whole }: Ratio): boolean {
  const place = (2 * phase + 1) * coded - whole;
  return place < 2 * whole * Math.floor((place + whole) / (2 * whole));
}

/** In one mirror the diagonals change places. */
function mirrored(own: number): number {
  const direction = own % EDGE_DIRECTIONS;
  return direction === FALLING ? own + 1 : direction === RISING ? own - 1 : own;
}

/** Weights of six by six samples, not mirrored; damaged bitstreams may ask for more than 16 bits hold. */
function windowOf(
  down: readonly number[],
  across: readonly number[],
  weights: Int16Array | undefined,
): number[] {
  const window = down.flatMap((one) => across.map((other) => one * other));
  const middle = NEAREST * SIDE + NEAREST;
  weights?.forEach((weight, index) => {
    const [x, y] = PLACES[index] ?? [0, 0];
    const place = middle + y * SIDE + x;
    window[place] = (window[place] ?? 0) + weight * STEP;
    window[middle] = (window[middle] ?? 0) - weight * STEP;
  });
  return window.map((weight) => Math.max(-32_768, Math.min(32_767, weight)));
}
