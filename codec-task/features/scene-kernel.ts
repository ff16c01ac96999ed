import { readFile } from 'node:fs/promises';
import { WebAssembly } from '../kernels/webassembly.ts';

/** What `assembly/scene.ts` exports. Planes are addresses, sizes are in samples. */
export interface SceneKernel {
  readonly memory: { readonly buffer: ArrayBuffer; readonly grow: (pages: number) => number };
  readonly gradientSquares: { readonly value: number };
  readonly gradients: (plane: number, width: number, height: number) => number;
  readonly sampleSum: (plane: number, samples: number) => number;
  readonly differenceSquares: (a: number, b: number, samples: number) => number;
  readonly surfaces: (plane: number, width: number, height: number, to: number) => void;
  readonly quarter: (from: number, width: number, height: number, to: number) => void;
  readonly searchGroups: (current: number, before: number, width: number, height: number, to: number) => void;
  readonly followBlocks: (
    current: number,
    before: number,
    width: number,
    height: number,
    groups: number,
    columns: number,
    lines: number,
    to: number,
  ) => void;
}

let compiled: Promise<object> | undefined;

/** The kernel with a memory of its own. Its module imports nothing; in a bundle it lies beside the program. */
export async function loadSceneKernel(): Promise<SceneKernel> {
  compiled ??= readFile(new URL('./scene.wasm', import.meta.url)).then(WebAssembly.compile);
  const { exports } = await WebAssembly.instantiate(await compiled);
  return exports as SceneKernel;
}
