import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { synthesise } from '../../lib/synthesise.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Cloud assembly of the one synthesis that all tests share. */
    assemblyDirectory: string;
  }
}

/** Small clips and short ladders, so that whole iterations take seconds. */
export const TEST_CONTEXT = {
  maxConcurrency: 2,
  frames: 8,
  gop: 8,
  syntheticWidth: 128,
  syntheticHeight: 96,
  syntheticClips: 1,
};

/** Synthesises once before the workflow and stack tests. */
export default function setup(project: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'codec-lab-assembly-'));
  synthesise({ outdir: folder, context: TEST_CONTEXT });
  project.provide('assemblyDirectory', folder);
  return () => rmSync(folder, { recursive: true, force: true });
}
