import { access, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ReasoningRecord } from '../../lambdas/shared/reasoning.ts';
import { recentExperiments } from '../../lambdas/shared/stores/experiment-store.ts';
import { recentReasonings } from '../../lambdas/shared/stores/reasoning-store.ts';
import { openArchive } from '../../lib/local/laboratory.ts';
import { type Check, check, runCommand } from './check.ts';

/** Two real clips, not too long to encode twenty experiments of. */
const CLIPS = ['dog_lowlight_360p.mkv', 'highway_270p.mkv'];
const ITERATIONS = 10;
const DATA = '.lab-learning';
const CAMPAIGN = 'learning';

/** Ten iterations on two real clips: the best improves, and each reasoning rests on what came before it. */
export async function checkLearning(clone: string, clips: string): Promise<Check[]> {
  const name = 'ten iterations on two real clips';
  const present = await Promise.all(
    CLIPS.map((clip) =>
      access(join(clips, clip)).then(
        () => true,
        () => false,
      ),
    ),
  );
  if (present.includes(false))
    return [{ name, outcome: 'skipped', figure: `not both of ${CLIPS.join(', ')} in ${clips}` }];
  const tune = await mkdtemp(join(tmpdir(), 'codec-lab-tune-'));
  try {
    for (const clip of CLIPS) await symlink(join(clips, clip), join(tune, clip));
    const files = CLIPS.map((clip) => join(tune, clip));
    const line = ['start', '--', '--clips', ...files, '--campaign', CAMPAIGN, '--data', DATA];
    const run = await runCommand('npm', [...line, '--iterations', String(ITERATIONS)], { cwd: clone });
    return [
      check(name, run.exitCode === 0, `exit ${run.exitCode} in ${run.seconds.toFixed(0)} s`),
      ...(await learntFrom(join(clone, DATA))),
    ];
  } finally {
    await rm(tune, { recursive: true, force: true });
  }
}

async function learntFrom(data: string): Promise<Check[]> {
  await using archive = await openArchive(data);
  if (archive === undefined) return [check('the history of ten iterations', false, 'there is none')];
  const { records } = await recentExperiments(archive.tables, CAMPAIGN, 100);
  const reasonings = (await recentReasonings(archive.tables, CAMPAIGN, ITERATIONS))
    .flatMap((row) => ReasoningRecord.safeParse(row).data ?? [])
    .sort((a, b) => (a.reasoning_id < b.reasoning_id ? -1 : 1));
  let best = Number.POSITIVE_INFINITY;
  const curve = reasonings.map(({ reasoning_id }) => {
    const rates = records
      .filter((record) => record.reasoning_id === reasoning_id && record.verdict !== 'suspect')
      .flatMap(({ measurement }) => measurement?.bd_rate_percent ?? []);
    best = Math.min(best, ...rates);
    return best;
  });
  const [first = 0, last = 0] = [curve[0], curve.at(-1)];
  const figures = curve.map((rate) => rate.toFixed(1)).join(', ');
  const later = reasonings.slice(1);
  const refers = later.filter(({ reasoning_id, insights, root_cause }) => {
    const earlier = records.map(({ experiment_id }) => experiment_id).filter((id) => id < reasoning_id);
    const text = root_cause + insights.flatMap(({ evidence }) => evidence).join(' ');
    return earlier.some((id) => text.includes(id));
  });
  return [
    check('the best BD-rate improves', last < first, `best after each iteration: ${figures} %`),
    check(
      'each later reasoning names experiments before it',
      later.length === ITERATIONS - 1 && refers.length === later.length,
      `${refers.length} of ${later.length}`,
    ),
  ];
}

/** The bench of searches: its aims are met, or the table says by how much they are missed. */
export async function checkSearch(clone: string): Promise<Check[]> {
  const run = await runCommand('npm', ['run', '--silent', 'bench:search'], { cwd: clone });
  const last = run.output.trim().split('\n').slice(-6).join(' | ');
  return [check('the bench of searches', run.exitCode === 0, `${run.seconds.toFixed(0)} s; ${last}`)];
}
