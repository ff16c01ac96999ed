/** As much of WebAssembly as is used here; the types of Node leave it out. */
interface WebAssemblyApi {
  readonly compile: (bytes: Uint8Array) => Promise<object>;
  readonly instantiate: (module: object) => Promise<{ readonly exports: unknown }>;
}

export const { WebAssembly } = globalThis as unknown as { readonly WebAssembly: WebAssemblyApi };
