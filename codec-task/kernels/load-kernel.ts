import { readFile } from 'node:fs/promises';

/** What `assembly/quality.ts` exports. Addresses and sizes in bytes. */
export interface QualityKernel {
  readonly memory: WebAssembly.Memory;
  readonly lastSsim: WebAssembly.Global;
  readonly lastContrast: WebAssembly.Global;
  readonly squaredError: (a: number, b: number, samples: number) => number;
  readonly ssim: (a: number, b: number, width: number, height: number, scratch: number) => number;
  readonly toFloat: (from: number, to: number, samples: number) => void;
  readonly halve: (from: number, to: number, width: number, height: number) => void;
  readonly compareScale: (a: number, b: number, width: number, height: number, scratch: number) => void;
  readonly blockMeans: (plane: number, width: number, height: number, to: number) => void;
}

let compiled: Promise<WebAssembly.Module> | undefined;

/** The compiled module, which imports nothing. Set-up builds the file; in a bundle it lies beside the program. */
export function qualityModule(): Promise<WebAssembly.Module> {
  compiled ??= readFile(new URL('./quality.wasm', import.meta.url)).then((bytes) =>
    WebAssembly.compile(bytes),
  );
  return compiled;
}

/** An instance with a memory of its own. */
export async function loadQualityKernel(): Promise<QualityKernel> {
  const { exports } = await WebAssembly.instantiate(await qualityModule());
  return exports as unknown as QualityKernel;
}
