import { mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { classifyTaskFailure } from '../../../lambdas/shared/task-exit.ts';
import { taskFolderPrefix } from '../../../lambdas/shared/task-folder.ts';
import { LocalTasks } from '../../../lib/local/task-adapter.ts';

const NOTE = { event: 'note', experiment_id: 'one', level: 'info', message: 'halfway' };
const PROGRAM = `
  const { EXIT, HANG, IGNORE_TERM } = process.env;
  process.stdout.write(JSON.stringify(${JSON.stringify(NOTE)}) + '\\n' + 'no event\\n');
  process.stderr.write(JSON.stringify({ ...process.env, PATH: undefined }) + '\\n');
  if (HANG) setInterval(() => {}, 1000);
  process.on('SIGTERM', () => IGNORE_TERM || process.exit(143));
  if (!HANG) process.exit(Number(EXIT ?? 0));
  process.stdout.write('up\\n');`;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'codec-lab-task-'));
  writeFileSync(join(folder, 'main.mjs'), PROGRAM);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const TASK_FOLDER = new URL('../../../lambdas/shared/task-folder.ts', import.meta.url).href;
/** Begins to work in a temporary folder as the codec task does, and is killed there. */
const WORKING = `
  import { mkdtempSync, writeFileSync } from 'node:fs';
  import { taskFolderPrefix } from ${JSON.stringify(TASK_FOLDER)};
  const folder = mkdtempSync(process.env.TMPDIR + '/' + taskFolderPrefix(process.pid));
  writeFileSync(folder + '/source.yuv', 'frames');
  process.stdout.write('up\\n');
  process.on('SIGTERM', () => {});
  setInterval(() => writeFileSync(folder + '/stream', String(Math.random())), 1);`;

function tasks({ stopSeconds = 5, main = 'main.mjs', environment = {} } = {}) {
  const lines: string[] = [];
  const events: unknown[] = [];
  const program = {
    family: 'Task',
    container: 'codec-task',
    program: join(folder, main),
    stopSeconds,
    environment: { EXPERIMENTS_TABLE: 'rows', ARTIFACTS_URL: 's3://bucket' },
  };
  const local = new LocalTasks(program, {
    environment: { ARTIFACTS_URL: 'file:///folder', ...environment },
    log: (line) => lines.push(line),
    report: (event) => events.push(event),
  });
  const up = () => expect.poll(() => lines, { timeout: 10_000 }).toContain('up');
  return { local, lines, events, up };
}

function request(...Environment: { Name: string; Value: string }[]) {
  return {
    Cluster: 'c',
    TaskDefinition: 'Task',
    Overrides: { ContainerOverrides: [{ Name: 'codec-task', Environment }] },
  };
}

/** What Step Functions and then the recorder make of a failed task. */
async function failureOf(run: Promise<unknown>) {
  const { name, message } = await run.then(
    () => new Error('the task succeeded'),
    (error: Error) => error,
  );
  return { name, ...classifyTaskFailure(name, message) };
}

describe('the codec task as a child process', () => {
  it('runs with the variables of template, state and machine and reports its progress', async () => {
    const { local, lines, events } = tasks();
    const answer = await local.run(request({ Name: 'EXPERIMENT_ID', Value: 'one' }), 10);
    expect(answer).toMatchObject({ Containers: [{ Name: 'codec-task', ExitCode: 0 }] });
    expect(events).toEqual([NOTE]);
    expect(lines).toContain('no event');
    expect(JSON.parse(lines.find((line) => line.includes('EXPERIMENT_ID')) ?? '')).toEqual({
      EXPERIMENTS_TABLE: 'rows',
      EXPERIMENT_ID: 'one',
      ARTIFACTS_URL: 'file:///folder',
    });
  });

  it.each([
    [14, 'disk-full'],
    [13, 'infrastructure'],
    [137, 'out-of-memory'],
  ])('that exits with %i fails as States.TaskFailed, which is classified as %s', async (code, expected) => {
    const failure = await failureOf(tasks().local.run(request({ Name: 'EXIT', Value: String(code) }), 10));
    expect(failure).toMatchObject({ name: 'States.TaskFailed', class: expected });
  });

  it('is asked to stop, and none starts after it', async () => {
    const { local, up } = tasks();
    const failure = failureOf(local.run(request({ Name: 'HANG', Value: 'yes' }), 60));
    await up();
    await local.stop();
    expect(await failure).toMatchObject({ class: 'stopped' });
    expect(await failureOf(local.run(request(), 10))).toMatchObject({ class: 'stopped' });
  });

  it('that does not stop when asked is killed', async () => {
    const { local, up } = tasks({ stopSeconds: 0.2 });
    const failure = failureOf(
      local.run(request({ Name: 'HANG', Value: 'yes' }, { Name: 'IGNORE_TERM', Value: 'yes' }), 60),
    );
    await up();
    await local.stop();
    expect(await failure).toMatchObject({ class: 'stopped' });
  });

  it("is stopped when it outlasts its state's timeout", async () => {
    const failure = failureOf(tasks().local.run(request({ Name: 'HANG', Value: 'yes' }), 0.5));
    expect(await failure).toMatchObject({ name: 'States.TaskFailed' });
  });

  it.each([
    ['a second request', 60, (local: LocalTasks) => local.kill()],
    ['its patience', 0.2, (local: LocalTasks) => local.stop()],
  ])(
    'that is killed by %s leaves no temporary folder, and those of others stay',
    async (_, stopSeconds, end) => {
      const temporary = mkdtempSync(join(folder, 'temporary-'));
      mkdirSync(join(temporary, `${taskFolderPrefix(process.pid)}other`));
      writeFileSync(join(folder, 'working.mjs'), WORKING);
      const { local, up } = tasks({ stopSeconds, main: 'working.mjs', environment: { TMPDIR: temporary } });
      const failure = failureOf(local.run(request(), 60));
      await up();
      expect(readdirSync(temporary)).toHaveLength(2);
      await end(local);
      expect(await failure).toMatchObject({ class: 'stopped' });
      expect(readdirSync(temporary)).toEqual([`${taskFolderPrefix(process.pid)}other`]);
    },
  );
});
