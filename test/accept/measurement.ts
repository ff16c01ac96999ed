import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Check, check, runCommand } from './check.ts';
import { withoutTimes } from './times.ts';

/** The cheat suite: every cheat caught, shown by the totals that it prints. */
export async function checkCheats(clone: string): Promise<Check[]> {
  const run = await runCommand('npm', ['test', '--', '--project', 'unit', 'test/cheats'], { cwd: clone });
  const totals = [...run.output.matchAll(/cheats caught[^\n]*?(\d+) of (\d+)[^\n]*/g)];
  const all = totals.length > 0 && totals.every(([, caught, total]) => caught === total);
  const figure = totals.map(([line]) => line.trim()).join('; ') || 'no totals';
  return [
    check('every cheat is caught', run.exitCode === 0 && all, `${figure}, ${run.seconds.toFixed(0)} s`),
  ];
}

/** BD-rate against vectors of the reference implementations. */
export async function checkVectors(clone: string): Promise<Check[]> {
  const run = await runCommand('npm', ['test', '--', '--project', 'unit', 'bd-rate'], { cwd: clone });
  const totals = /Tests\s+(.+)/.exec(run.output)?.[1]?.trim() ?? 'no totals';
  return [check('BD-rate vectors to 1e-6 relative', run.exitCode === 0, totals)];
}

/** Every number of a stored experiment is found again from its stored bitstreams. */
export async function checkVerify(clone: string): Promise<Check[]> {
  if ((await experimentIds(clone)).length === 0)
    await runCommand('npm', ['start', '--silent', '--', '--arms', '1'], { cwd: clone });
  const ids = await experimentIds(clone);
  const checks: Check[] = [check('experiments to verify', ids.length > 0, `${ids.length}`)];
  for (const id of ids) {
    const verified = await runCommand('npm', ['start', '--silent', '--', 'verify', id], { cwd: clone });
    const last = verified.output.trim().split('\n').at(-1) ?? '';
    checks.push(check(`verify ${id}`, verified.exitCode === 0, last));
  }
  return checks;
}

/** Two measurements of the same spec in two empty folders differ in times alone. */
export async function checkIdentical(clone: string): Promise<Check[]> {
  const measure = [
    'start',
    '--silent',
    '--',
    'measure',
    '--codec',
    'libsvtav1',
    '--param',
    'preset=8',
    '--json',
  ];
  const texts: string[] = [];
  for (const folder of ['.lab-one', '.lab-two']) {
    const run = await runCommand('npm', [...measure, '--data', folder], { cwd: clone, onlyStdout: true });
    texts.push(JSON.stringify(withoutTimes(JSON.parse(run.output))));
  }
  const [one = '', two = ''] = texts;
  return [
    check(
      'two runs are identical but for times',
      one !== '' && one === two,
      `${one.length} characters of result`,
    ),
  ];
}

/** The ratios of the makespan bench. */
export async function checkBench(clone: string): Promise<Check[]> {
  const run = await runCommand('npm', ['run', '--silent', 'bench', '--', 'makespan', 'quick'], {
    cwd: clone,
    onlyStdout: true,
  });
  const report = JSON.parse(run.output) as { makespan: { runs: { ratio: number; encoder: string }[] } };
  const figure = report.makespan.runs.map(({ encoder, ratio }) => `${encoder} ${ratio}`).join(', ');
  return [check('the bench prints its ratios', report.makespan.runs.length > 0, figure)];
}

async function experimentIds(clone: string): Promise<string[]> {
  const root = join(clone, '.lab', 'artifacts', 'experiments');
  const files = (await readdir(root, { recursive: true }).catch(() => [])).filter((file) =>
    file.endsWith('result.json'),
  );
  const results = await Promise.all(files.map((file) => readFile(join(root, file), 'utf8')));
  return results.map((text) => (JSON.parse(text) as { experiment_id: string }).experiment_id).sort();
}
