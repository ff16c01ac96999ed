import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readAssembly } from '../../lib/local/cloud-assembly.ts';
import { synthesise } from '../../lib/synthesise.ts';
import { median, rounded } from './median.ts';

const RUNS = 7;

/** Size of each bundle, and the time that a fresh Node takes to load a Lambda's. */
export async function measureBundles() {
  const outdir = mkdtempSync(join(tmpdir(), 'codec-lab-bench-'));
  try {
    const { lambdas, task } = readAssembly(synthesise({ outdir }).directory);
    const functions = [...lambdas.values()].map(({ name, module }) => ({
      bundle: name,
      megabytes: megabytes(module),
      median_load_ms: rounded(median(Array.from({ length: RUNS }, () => loadMilliseconds(module))), 1),
    }));
    return [...functions, { bundle: 'codec task', megabytes: megabytes(task.program) }];
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

function megabytes(path: string): number {
  return rounded(statSync(path).size / 1e6, 2);
}

function loadMilliseconds(path: string): number {
  const script = `const before = performance.now(); await import(${JSON.stringify(path)}); process.stdout.write(String(performance.now() - before)); process.exit(0)`;
  const env = {
    PATH: process.env['PATH'] ?? '',
    AWS_REGION: 'local',
    EXPERIMENTS_TABLE: 'e',
    REASONING_TABLE: 'r',
    ARTIFACTS_URL: 's3://bucket',
    LAB_SETTINGS: '{}',
  };
  return Number(
    execFileSync(process.execPath, ['--input-type=module', '-e', script], {
      env,
      stdio: ['ignore', 'pipe', 'ignore'],
      encoding: 'utf8',
    }),
  );
}
