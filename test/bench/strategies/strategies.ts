/**
 * Every strategy on the same clips, as a Markdown table on standard output.
 *
 *   npm run bench:strategies -- --clips DIR         the clips of a folder, then the synthetic ones
 *   npm run bench:strategies -- --only svt4,hybrid-svt4
 *
 * Each contestant is measured by the lab's own command; what was measured before is kept in `.build/strategies`, so that an
 * interrupted run goes on where it stopped.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ExperimentResult } from '../../../lambdas/shared/result.ts';
import type { Contest } from './comparison.ts';
import { CONTESTANTS, type Contestant } from './contestants.ts';
import { strategiesTable } from './strategies-table.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const FOLDER = join(ROOT, '.build', 'strategies');

const { values } = parseArgs({
  options: { clips: { type: 'string' }, only: { type: 'string' }, frames: { type: 'string', default: '90' } },
});
mkdirSync(FOLDER, { recursive: true });
const only = values.only?.split(',');
const contestants = CONTESTANTS.filter(({ name }) => only === undefined || only.includes(name));
const sets = values.clips === undefined ? ['synthetic'] : ['real', 'synthetic'];
for (const set of sets) {
  const contests = contestants.map((contestant) => ({ contestant, result: measured(contestant, set) }));
  process.stdout.write(`${strategiesTable(contests)}\n`);
}

/** The result of a contestant, measured unless it lies there. */
function measured(
  { name, strategy, encoder, parameters, isStrong }: Contestant,
  set: string,
): Contest['result'] {
  const path = join(FOLDER, `${set}-${name}-${values.frames}.json`);
  if (!existsSync(path)) {
    process.stderr.write(`measuring ${name} on the ${set} clips\n`);
    const pairs = Object.entries(parameters).flatMap(([key, value]) => ['--param', `${key}=${value}`]);
    const clips = set === 'real' ? ['--clips', resolve(values.clips ?? '')] : [];
    const strong = isStrong ? ['--strong-anchor'] : [];
    const { stdout, status } = spawnSync(
      process.execPath,
      [
        ...['bin/lab.ts', 'measure', '--json', '--strategy', strategy, '--codec', encoder, ...pairs],
        ...[...clips, ...strong, '--frames', values.frames, '--data', join(FOLDER, 'data')],
      ],
      { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'], maxBuffer: 2 ** 28 },
    );
    if (status !== 0)
      throw new Error(`${name} could not be measured on the ${set} clips, exit code ${status}`);
    writeFileSync(path, stdout);
  }
  return ExperimentResult.parse(JSON.parse(readFileSync(path, 'utf8')));
}
