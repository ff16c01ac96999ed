import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { basename, join, parse } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Stage } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { buildSync } from 'esbuild';

/** Folder of the repository. */
export const ROOT = fileURLToPath(new URL('..', import.meta.url));

export interface BundleRequest {
  /** Program to bundle, relative to the repository. */
  readonly entry: string;
  /** Name of the bundled file, ending in `.mjs`. */
  readonly file: string;
  /** Programs that it runs in threads of its own, relative to the repository; each lies beside it under its own name. */
  readonly threads?: readonly string[];
  /** Shortened code with a source map beside it, or readable code without one. */
  readonly minify: boolean;
  /** Files that the program reads beside itself, relative to the repository. */
  readonly beside?: readonly string[];
}

/**
 * Bundles a program and all packages that it imports into one ES module for Node 24.
 * @returns the folder it is in, inside the assembly, so that two syntheses never write to the same one.
 */
export function bundle(scope: Construct, request: BundleRequest): string {
  const { entry, file, threads = [], minify, beside = [] } = request;
  const entries = [
    [parse(file).name, entry] as const,
    ...threads.map((path) => [parse(path).name, path] as const),
  ];
  const { outputFiles } = buildSync({
    absWorkingDir: ROOT,
    entryPoints: Object.fromEntries(entries),
    // Never written: source maps and comments become relative to this place, the same for every assembly and clone.
    outdir: join(ROOT, '.build', scope.node.id),
    outExtension: { '.js': '.mjs' },
    write: false,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    // The CommonJS builds of some packages call require at run time, which an ES module does not have.
    mainFields: ['module', 'main'],
    minify,
    sourcemap: minify ? 'linked' : false,
    logLevel: 'silent',
  });
  const folder = join(Stage.of(scope)?.outdir ?? '', 'bundles', scope.node.id);
  mkdirSync(folder, { recursive: true });
  for (const { path, contents } of outputFiles) writeFileSync(join(folder, basename(path)), contents);
  for (const path of beside) copyFileSync(join(ROOT, path), join(folder, basename(path)));
  return folder;
}
