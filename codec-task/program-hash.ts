import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';

/** What runs: modules, sources where nothing is bundled, and WebAssembly; no maps, no documentation. */
const CODE = /\.(?:mjs|ts|wasm)$/;

/**
 * SHA-256 of a program: the names and bytes of all code in the folder that it lies in. Two programs that measure
 * differently have different ones, also where the difference is in a file that is loaded at run time.
 * @param program path of the file that is started.
 */
export async function programHash(program: string): Promise<string> {
  const folder = dirname(program);
  const files = await readdir(folder, { recursive: true });
  const hash = createHash('sha256');
  for (const file of files.filter((name) => CODE.test(name)).sort()) {
    const bytes = await readFile(join(folder, file));
    hash.update(`${file.split(sep).join('/')}\n${bytes.length}\n`).update(bytes);
  }
  return hash.digest('hex');
}
