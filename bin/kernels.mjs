// Compiles the AssemblyScript kernels where the result is missing or older than a source or the installed packages. Plain
// JavaScript: set-up runs it on the Node of a fresh machine. CDK runs it by itself before it makes the stack.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const SOURCES = join(ROOT, 'codec-task', 'kernels', 'assembly');
const RESULT = join(ROOT, 'codec-task', 'kernels', 'quality.wasm');
/** Optimised, with SIMD, without checks that would call the outside: the module imports nothing. */
const FLAGS = '-O3 --enable simd --runtime stub --noAssert --use abort='.split(' ');

function isCurrent() {
  const inputs = readdirSync(SOURCES).map((name) => join(SOURCES, name));
  inputs.push(join(ROOT, 'node_modules', '.package-lock.json'));
  const changed = Math.max(...inputs.map((path) => statSync(path).mtimeMs));
  return existsSync(RESULT) && statSync(RESULT).mtimeMs >= changed;
}

/** @returns whether the kernels are there and current; the compiler says on standard error why they are not. */
export function compileKernels(say) {
  if (isCurrent()) return true;
  say('compiling the WebAssembly kernels, a few seconds');
  // Whoever reads meanwhile sees an old or a new file, never half of one.
  const fresh = join(ROOT, '.build', `quality-${process.pid}.wasm`);
  mkdirSync(dirname(fresh), { recursive: true });
  const compiler = join(ROOT, 'node_modules', 'assemblyscript', 'bin', 'asc.js');
  const args = [compiler, join(SOURCES, 'quality.ts'), '-o', fresh, ...FLAGS];
  const { status } = spawnSync(join(ROOT, 'node_modules', '.bin', 'node'), args, {
    cwd: ROOT,
    stdio: ['ignore', 2, 2],
  });
  if (status !== 0) return false;
  renameSync(fresh, RESULT);
  return true;
}

if (import.meta.main && !compileKernels((text) => process.stderr.write(`${text}\n`))) process.exitCode = 1;
