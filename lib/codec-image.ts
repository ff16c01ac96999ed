import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { PROJECT_ROOT } from './node-function.ts';

/**
 * Bundles the codec task into one file and puts the Dockerfile beside it. The image and the local child process run this
 * very file.
 * @param folder where to; made when it does not exist.
 */
export function bundleCodecTask(folder: string): void {
  mkdirSync(folder, { recursive: true });
  buildSync({
    absWorkingDir: PROJECT_ROOT,
    entryPoints: ['codec-task/main.ts'],
    outfile: join(folder, 'main.mjs'),
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    mainFields: ['module', 'main'],
    // Some packages below execa exist as CommonJS only and call require.
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
    logLevel: 'error',
  });
  copyFileSync(join(PROJECT_ROOT, 'codec-task', 'Dockerfile'), join(folder, 'Dockerfile'));
}
