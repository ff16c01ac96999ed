// Compiles the AssemblyScript kernels where the result is missing or older than a source or the installed packages. Plain
// JavaScript: set-up runs it on the Node of a fresh machine. CDK runs it by itself before it makes the stack.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const CODE = join(ROOT, 'codec-task');
/** Folders of AssemblyScript: what one imports from another makes all of them inputs of each. */
const SOURCES = [
  'kernels/assembly',
  'features/assembly',
  'signal/assembly',
  'codecs/hybrid/assembly',
  'codecs/hybrid/upscaling/assembly',
].map((path) => join(CODE, path));
/** Each module: its first source and where it is put. */
const MODULES = [
  { source: 'kernels/assembly/quality.ts', result: 'kernels/quality.wasm' },
  { source: 'features/assembly/scene.ts', result: 'features/scene.wasm' },
  { source: 'codecs/hybrid/assembly/restoration.ts', result: 'codecs/hybrid/restoration.wasm' },
  { source: 'codecs/hybrid/upscaling/assembly/upscaling.ts', result: 'codecs/hybrid/upscaling.wasm' },
];
/** Optimised, with SIMD, without checks that would call the outside: the module imports nothing. */
const FLAGS = '-O3 --enable simd --runtime stub --noAssert --use abort= --disableWarning 112'.split(' ');

function isCurrent() {
  const inputs = SOURCES.flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)));
  inputs.push(join(ROOT, 'node_modules', '.package-lock.json'));
  const changed = Math.max(...inputs.map((path) => statSync(path).mtimeMs));
  return MODULES.map(({ result }) => join(CODE, result)).every(
    (path) => existsSync(path) && statSync(path).mtimeMs >= changed,
  );
}

/** @returns whether the kernels are there and current; the compiler says on standard error why they are not. */
export function compileKernels(say) {
  if (isCurrent()) return true;
  say('compiling the WebAssembly kernels, a few seconds');
  mkdirSync(join(ROOT, '.build'), { recursive: true });
  return MODULES.every(({ source, result }) => {
    // Whoever reads meanwhile sees an old or a new file, never half of one.
    const fresh = join(ROOT, '.build', `${basename(result)}-${process.pid}`);
    const compiler = join(ROOT, 'node_modules', 'assemblyscript', 'bin', 'asc.js');
    const { status } = spawnSync(
      join(ROOT, 'node_modules', '.bin', 'node'),
      [compiler, join(CODE, source), '-o', fresh, ...FLAGS],
      { cwd: ROOT, stdio: ['ignore', 2, 2] },
    );
    if (status === 0) renameSync(fresh, join(CODE, result));
    return status === 0;
  });
}

if (import.meta.main && !compileKernels((text) => process.stderr.write(`${text}\n`))) process.exitCode = 1;
