import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';

interface WebAssemblyApi {
  readonly compile: (bytes: Uint8Array) => Promise<object>;
  readonly Module: { readonly imports: (module: object) => unknown[] };
}

describe('a kernel', () => {
  it.each([
    'kernels/quality.wasm',
    'features/scene.wasm',
    'codecs/hybrid/restoration.wasm',
    'codecs/hybrid/upscaling.wasm',
  ])('%s imports nothing, so that it can reach nothing but its own memory', async (path) => {
    const { WebAssembly } = globalThis as unknown as { readonly WebAssembly: WebAssemblyApi };
    const file = new URL(`../../../codec-task/${path}`, import.meta.url);
    const module = await WebAssembly.compile(await readFile(file));
    expect(WebAssembly.Module.imports(module)).toEqual([]);
  });
});
