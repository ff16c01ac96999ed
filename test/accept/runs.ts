import { access, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseSettings } from '../../lambdas/shared/settings.ts';
import { type Check, check, runCommand } from './check.ts';

interface StoredResult {
  readonly status: string;
  readonly spec_hash: string;
  readonly experiment_id: string;
  readonly bd_rate: { readonly psnr_yuv: { readonly percent: number | null } };
  readonly clips: readonly { readonly points: readonly unknown[] }[];
}

/** `npm start` twice in a clone without node_modules: all arms measured, then a different plan. */
export async function checkStart(clone: string): Promise<Check[]> {
  const first = await runCommand('npm', ['start'], { cwd: clone });
  const afterFirst = await storedResults(clone, '.lab');
  const measured = afterFirst.filter(
    (result) => result.status === 'succeeded' && result.clips.every((clip) => clip.points.length >= 4),
  );
  const second = await runCommand('npm', ['start'], { cwd: clone });
  const all = await storedResults(clone, '.lab');
  const before = new Set(afterFirst.map((result) => result.spec_hash));
  const added = all.filter(
    (result) => !afterFirst.some((earlier) => earlier.experiment_id === result.experiment_id),
  );
  const different = added.length > 0 && added.every((result) => !before.has(result.spec_hash));
  return [
    check(
      'npm start in a fresh clone',
      first.exitCode === 0,
      `exit ${first.exitCode} in ${first.seconds.toFixed(0)} s with set-up`,
    ),
    check(
      'all arms measured',
      measured.length === parseSettings({}).arms,
      `${measured.length} succeeded of ${afterFirst.length}, BD-rates ${rates(measured)}`,
    ),
    check(
      'second npm start',
      second.exitCode === 0,
      `exit ${second.exitCode} in ${second.seconds.toFixed(0)} s`,
    ),
    check(
      'the second plans something else',
      different,
      `${added.length} new experiments, BD-rates ${rates(added)}`,
    ),
  ];
}

/** The whole test suite, in the clone. */
export async function checkTests(clone: string): Promise<Check[]> {
  const run = await runCommand('npm', ['test'], { cwd: clone });
  const totals = /Tests\s+(.+)/.exec(run.output)?.[1]?.trim() ?? 'no totals';
  return [
    check('npm test', run.exitCode === 0, `exit ${run.exitCode} in ${run.seconds.toFixed(0)} s, ${totals}`),
    check('npm test under ten minutes', run.seconds < 600, `${run.seconds.toFixed(0)} s`),
  ];
}

/** Two iterations on real clips, where there are any. */
export async function checkClips(clone: string, clips: string): Promise<Check[]> {
  const name = 'two iterations on the real clips';
  if (
    !(await access(clips).then(
      () => true,
      () => false,
    ))
  )
    return [{ name, outcome: 'skipped', figure: `no folder ${clips}` }];
  const run = await runCommand(
    'npm',
    ['start', '--', '--clips', clips, '--iterations', '2', '--data', '.lab-clips'],
    { cwd: clone },
  );
  const results = await storedResults(clone, '.lab-clips');
  const measured = results.filter((result) => result.status === 'succeeded');
  return [
    check(
      name,
      run.exitCode === 0 && measured.length >= 4,
      `exit ${run.exitCode} in ${run.seconds.toFixed(0)} s, ${measured.length} of ${results.length} measured, BD-rates ${rates(measured)}`,
    ),
  ];
}

async function storedResults(clone: string, dataFolder: string): Promise<StoredResult[]> {
  const root = join(clone, dataFolder, 'artifacts', 'experiments');
  const files = await readdir(root, { recursive: true }).catch(() => []);
  const results = files.filter((file) => file.endsWith('result.json')).sort();
  return Promise.all(
    results.map(async (file) => JSON.parse(await readFile(join(root, file), 'utf8')) as StoredResult),
  );
}

function rates(results: readonly StoredResult[]): string {
  return results
    .map(({ bd_rate }) =>
      bd_rate.psnr_yuv.percent === null ? 'none' : `${bd_rate.psnr_yuv.percent.toFixed(1)} %`,
    )
    .join(', ');
}
