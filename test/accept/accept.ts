/**
 * The acceptance list: what a person is promised, run as a person would type it, in a fresh clone of the last commit.
 * Prints a figure for each line and exits non-zero on any miss. Takes about three quarters of an hour on two cores.
 *
 *   npm run accept              everything
 *   npm run accept -- synth     only the steps named, see STEPS
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Check, runCommand } from './check.ts';
import { checkLearning, checkSearch } from './learning.ts';
import { checkBench, checkCheats, checkIdentical, checkVectors, checkVerify } from './measurement.ts';
import { checkReadme } from './readme.ts';
import { checkClips, checkStart, checkTests } from './runs.ts';
import { checkSynthesis } from './synthesis.ts';

const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const CLIPS = process.env['CODEC_LAB_CLIPS'] ?? join(ROOT, '..', 'shared', 'clips');
const STEPS = {
  start: (clone: string) => checkStart(clone),
  verify: (clone: string) => checkVerify(clone),
  identical: (clone: string) => checkIdentical(clone),
  vectors: (clone: string) => checkVectors(clone),
  cheats: (clone: string) => checkCheats(clone),
  bench: (clone: string) => checkBench(clone),
  synth: (clone: string) => checkSynthesis(clone),
  readme: (clone: string) => checkReadme(clone),
  clips: (clone: string) => checkClips(clone, CLIPS),
  search: (clone: string) => checkSearch(clone),
  learning: (clone: string) => checkLearning(clone, CLIPS),
  test: (clone: string) => checkTests(clone),
} as const;

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in STEPS));
if (unknown.length > 0) {
  process.stderr.write(`no step ${unknown.join(', ')}: choose from ${Object.keys(STEPS).join(', ')}\n`);
  process.exit(2);
}

const folder = await mkdtemp(join(tmpdir(), 'codec-lab-accept-'));
const checks: Check[] = [];
try {
  const clone = join(folder, 'codec-lab');
  await runCommand('git', ['clone', '--quiet', ROOT, clone], { cwd: folder });
  // Every step but the first relies on the set-up that it makes, as it does for a person.
  for (const [name, step] of Object.entries(STEPS)) {
    if (asked.length === 0 || asked.includes(name)) checks.push(...(await step(clone)));
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}

for (const { outcome, name, figure } of checks)
  process.stdout.write(`${outcome.padEnd(7)}  ${name}: ${figure}\n`);
const count = (outcome: Check['outcome']) => checks.filter((each) => each.outcome === outcome).length;
process.stdout.write(`${count('passed')} passed, ${count('missed')} failed, ${count('skipped')} skipped\n`);
process.exitCode = count('missed') === 0 ? 0 : 1;
