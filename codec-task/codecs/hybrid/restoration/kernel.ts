import { readFile } from 'node:fs/promises';
import { WebAssembly } from '../../../kernels/webassembly.ts';
import type { PictureSize } from '../../../media/frames.ts';
import { SLOTS } from './picture-window.ts';

/** What `assembly/restoration.ts` exports. Addresses in bytes; slots 0 to 4 hold decoded pictures, slot 5 one between two of them; planes 0 to 2 are Y, U, V. */
interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly CLASSES: { readonly value: number };
  readonly THRESHOLDS: { readonly value: number };
  readonly open: (width: number, height: number, withStatistics: number, slots: number) => void;
  readonly inputAt: () => number;
  readonly takePicture: (from: number, bytesEach: number, slot: number) => void;
  readonly prepare: (
    current: number,
    before: number,
    after: number,
    farBefore: number,
    farAfter: number,
  ) => void;
  readonly interpolatePicture: (earlier: number, later: number, kind: number, to: number) => void;
  readonly classify: () => void;
  readonly thresholdsAt: () => number;
  readonly limitsAt: () => number;
  readonly activitiesAt: () => number;
  readonly deviationsAt: () => number;
  readonly blockColumns: () => number;
  readonly blockLines: () => number;
  readonly featuresOf: (plane: number) => number;
  readonly weightsAt: (plane: number) => number;
  readonly switchColumns: () => number;
  readonly switchLines: () => number;
  readonly switchesAt: (plane: number) => number;
  readonly filterPlane: (plane: number, slot: number) => void;
  readonly outputAt: (plane: number) => number;
  readonly sourceAt: (plane: number) => number;
  readonly sumProducts: (plane: number, slot: number) => void;
  readonly productsAt: () => number;
  readonly sumErrors: (plane: number, slot: number) => void;
  readonly errorsAt: () => number;
}

/** The kernel for pictures of one size, and views of its memory; none grows any more once it is open. */
export interface RestorationKernel extends Exports {
  readonly bytes: (at: number, length: number) => Uint8Array<ArrayBuffer>;
  readonly shorts: (at: number, length: number) => Int16Array<ArrayBuffer>;
  readonly integers: (at: number, length: number) => Int32Array<ArrayBuffer>;
  readonly doubles: (at: number, length: number) => Float64Array<ArrayBuffer>;
}

let compiled: Promise<object> | undefined;

/** Where the module lies: beside the codec where nothing is bundled, beside the program in a bundle. */
const MODULE = new URL(
  import.meta.url.endsWith('.ts') ? '../restoration.wasm' : './restoration.wasm',
  import.meta.url,
);

/** What a kernel is used for beside restoring decoded pictures. */
export interface KernelUse {
  /** For fitting. */
  readonly withStatistics?: boolean;
  /** For making pictures between decoded ones, which takes a slot more. */
  readonly withInterpolation?: boolean;
}

/** A kernel with a memory of its own; the module imports nothing. */
export async function openKernel(
  { width, height }: PictureSize,
  { withStatistics = false, withInterpolation = false }: KernelUse = {},
): Promise<RestorationKernel> {
  compiled ??= readFile(MODULE).then(WebAssembly.compile);
  const exports = (await WebAssembly.instantiate(await compiled)).exports as Exports;
  exports.open(width, height, withStatistics ? 1 : 0, withInterpolation ? SLOTS + 1 : SLOTS);
  const { buffer } = exports.memory;
  return {
    ...exports,
    bytes: (at, length) => new Uint8Array(buffer, at, length),
    shorts: (at, length) => new Int16Array(buffer, at, length),
    integers: (at, length) => new Int32Array(buffer, at, length),
    doubles: (at, length) => new Float64Array(buffer, at, length),
  };
}
