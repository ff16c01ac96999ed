import { readFile } from 'node:fs/promises';
import { WebAssembly } from '../../../kernels/webassembly.ts';
import type { PictureSize } from '../../../media/frames.ts';
import { codedSize, type Ratio } from '../reduction/reduction.ts';

/** What `assembly/upscaling.ts` exports. Addresses in bytes; planes 0 to 2 are Y, U, V. */
interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly open: (
    codedWidth: number,
    codedHeight: number,
    width: number,
    height: number,
    coded: number,
    whole: number,
    withSums: number,
  ) => void;
  readonly inputAt: () => number;
  readonly takeCoded: (bytesEach: number) => void;
  readonly measureBlocks: (plane: number) => void;
  readonly activitiesAt: () => number;
  readonly blocksAlong: (side: number) => number;
  readonly thresholdsAt: () => number;
  readonly classifyBlocks: (plane: number) => void;
  readonly filtersAt: () => number;
  readonly upscalePlane: (plane: number) => void;
  readonly outputAt: (plane: number) => number;
  readonly sourceAt: () => number;
  readonly startSums: () => void;
  readonly sumPlane: (plane: number) => void;
  readonly finishSums: () => void;
  readonly productsAt: () => number;
}

/** The kernel for pictures of one size and ratio, and views of its memory; none grows any more once it is open. */
export interface UpscalingKernel extends Exports {
  readonly bytes: (at: number, length: number) => Uint8Array<ArrayBuffer>;
  readonly shorts: (at: number, length: number) => Int16Array<ArrayBuffer>;
  readonly integers: (at: number, length: number) => Int32Array<ArrayBuffer>;
  readonly doubles: (at: number, length: number) => Float64Array<ArrayBuffer>;
}

let compiled: Promise<object> | undefined;

/** Where the module lies: beside the codec where nothing is bundled, beside the program in a bundle. */
const MODULE = new URL(
  import.meta.url.endsWith('.ts') ? '../upscaling.wasm' : './upscaling.wasm',
  import.meta.url,
);

/** A kernel with a memory of its own; the module imports nothing. @param size of the shown pictures */
export async function openUpscalingKernel(
  size: PictureSize,
  ratio: Ratio,
  withSums = false,
): Promise<UpscalingKernel> {
  compiled ??= readFile(MODULE).then(WebAssembly.compile);
  const exports = (await WebAssembly.instantiate(await compiled)).exports as Exports;
  const coded = codedSize(size, ratio);
  exports.open(
    ...([coded.width, coded.height, size.width, size.height] as const),
    ...([ratio.coded, ratio.whole, withSums ? 1 : 0] as const),
  );
  const { buffer } = exports.memory;
  return {
    ...exports,
    bytes: (at, length) => new Uint8Array(buffer, at, length),
    shorts: (at, length) => new Int16Array(buffer, at, length),
    integers: (at, length) => new Int32Array(buffer, at, length),
    doubles: (at, length) => new Float64Array(buffer, at, length),
  };
}
