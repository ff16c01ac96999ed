import { readFile } from 'node:fs/promises';
import { WebAssembly } from './webassembly.ts';

/** What `assembly/quality.ts` exports. Addresses and sizes in bytes. */
export interface QualityKernel {
  readonly memory: { readonly buffer: ArrayBuffer; readonly grow: (pages: number) => number };
  readonly lastSsim: { readonly value: number };
  readonly lastContrast: { readonly value: number };
  readonly squaredError: (a: number, b: number, samples: number) => number;
  readonly ssim: (a: number, b: number, width: number, height: number, scratch: number) => number;
  readonly halveBytes: (from: number, to: number, width: number, height: number) => void;
  readonly halve: (from: number, to: number, width: number, height: number) => void;
  readonly compareBytes: CompareScale;
  readonly compareFloats: CompareScale;
  readonly roundToEightBits: (from: number, to: number, samples: number) => void;
  readonly blockMeans: (plane: number, width: number, height: number, to: number) => void;
}

type CompareScale = (
  a: number,
  b: number,
  width: number,
  height: number,
  scratch: number,
  coarsest: number,
) => void;

let compiled: Promise<object> | undefined;

/**
 * The kernel with a memory of its own. Its module, which imports nothing, is compiled once; set-up builds the file, and
 * in a bundle it lies beside the program.
 */
export async function loadQualityKernel(): Promise<QualityKernel> {
  compiled ??= readFile(new URL('./quality.wasm', import.meta.url)).then(WebAssembly.compile);
  const { exports } = await WebAssembly.instantiate(await compiled);
  return exports as QualityKernel;
}
