import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { probeIsolation } from '../../codec-task/isolation/probe.ts';
import { findTools } from '../../codec-task/media/tools.ts';
import { programHash } from '../../codec-task/program-hash.ts';
import { Capabilities } from '../../lambdas/shared/capabilities.ts';
import { artifactKeys } from '../../lambdas/shared/keys.ts';
import { ProgressEvent } from '../../lambdas/shared/progress.ts';
import { ExperimentResult } from '../../lambdas/shared/result.ts';
import { getText } from '../../lambdas/shared/stores/artifact-store.ts';
import { getExperiment } from '../../lambdas/shared/stores/experiment-store.ts';
import { FileArtifactStore } from '../../lambdas/shared/stores/file-artifact-store.ts';
import { TASK_EXIT } from '../../lambdas/shared/task-exit.ts';
import { smallSpec } from '../support/bench.ts';
import { type StartedTables, startTables } from '../support/tables.ts';

const MAIN = fileURLToPath(new URL('../../codec-task/main.ts', import.meta.url));
let folder: string;
let scratch: string;
let started: StartedTables;
let store: FileArtifactStore;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'codec-lab-task-'));
  scratch = join(folder, 'scratch');
  await mkdir(scratch);
  store = new FileArtifactStore(join(folder, 'artifacts'));
  started = await startTables();
});
afterAll(async () => {
  await started.stop();
  await rm(folder, { recursive: true, force: true });
});

const plan = (
  id: string,
  spec: unknown = smallSpec('libx264', { preset: 'ultrafast' }),
  status = 'planned',
) =>
  started.tables.client.send(
    new PutCommand({
      TableName: started.tables.experiments,
      Item: { campaign: 'test', experiment_id: id, status, spec },
    }),
  );

/** The program as the container starts it, with its progress and its end. */
function start(id: string, change: Record<string, string> = {}) {
  const child = spawn(process.execPath, [MAIN], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env['PATH'],
      TMPDIR: scratch,
      AWS_ENDPOINT_URL_DYNAMODB: started.endpoint,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'none',
      AWS_SECRET_ACCESS_KEY: 'none',
      EXPERIMENTS_TABLE: started.tables.experiments,
      ARTIFACTS_URL: pathToFileURL(join(folder, 'artifacts')).href,
      CAMPAIGN: 'test',
      EXPERIMENT_ID: id,
      ...change,
    },
  });
  const events: ProgressEvent[] = [];
  createInterface({ input: child.stdout }).on('line', (line) =>
    events.push(ProgressEvent.parse(JSON.parse(line))),
  );
  let stderr = '';
  child.stderr.on('data', (text) => {
    stderr += text;
  });
  const ended = once(child, 'close').then(([exit]) => ({ exit, events, stderr: faultIn(stderr) }));
  return { child: child as ChildProcess, events, ended };
}

/** What the task said on standard error, which is one line of JSON that names its experiment. */
function faultIn(stderr: string): string {
  if (stderr === '') return '';
  const { error, message, level, run_id, experiment_id } = JSON.parse(stderr);
  expect({ level, run_id }).toEqual({ level: 'error', run_id: experiment_id });
  return `${error}: ${message}`;
}

const resultOf = async (id: string) => {
  const text = await getText(store, artifactKeys.result('test', id));
  return text === undefined ? undefined : ExperimentResult.parse(JSON.parse(text));
};

/** An ffmpeg that does something else in the calls that fit a pattern of the shell. */
async function ffmpegThat(pattern: string, otherwise: string): Promise<string> {
  const { ffmpeg, ffprobe } = await findTools(process.env);
  const bin = await mkdtemp(join(folder, 'bin-'));
  const script = `#!/bin/sh\ncase "$*" in ${pattern}) ${otherwise};; *) exec ${ffmpeg} "$@";; esac\n`;
  await writeFile(join(bin, 'ffmpeg'), script);
  await writeFile(join(bin, 'ffprobe'), `#!/bin/sh\nexec ${ffprobe} "$@"\n`);
  for (const name of ['ffmpeg', 'ffprobe']) await chmod(join(bin, name), 0o755);
  return join(bin, 'ffmpeg');
}

describe('the codec task', () => {
  it('given a planned experiment, leaves its result and what its ffmpeg can do, and nothing else', async () => {
    await plan('good');
    const { exit, events, stderr } = await start('good').ended;

    expect({ exit, stderr }).toEqual({ exit: TASK_EXIT.experimentDone, stderr: '' });
    expect(await resultOf('good')).toMatchObject({
      ...{ status: 'succeeded', experiment_id: 'good', controls: { sound: true } },
      environment: {
        isolation: await probeIsolation(await findTools(process.env), new AbortController().signal),
        code_sha256: await programHash(MAIN),
      },
    });
    const capabilities = Capabilities.parse(
      JSON.parse((await getText(store, artifactKeys.capabilities)) ?? ''),
    );
    expect(capabilities.encoders).toContain('libx265');
    expect(events.at(0)?.event).toBe('experiment-started');
    expect(events.at(-1)).toMatchObject({ event: 'experiment-finished', status: 'succeeded' });
    expect(await getExperiment(started.tables, 'test', 'good')).toMatchObject({ status: 'running' });
    expect(await readdir(scratch)).toEqual([]);
  });

  it('given an experiment that has ended, measures nothing and leaves what was recorded', async () => {
    await plan('ended', undefined, 'succeeded');
    await store.put(artifactKeys.result('test', 'ended'), 'as it was recorded');
    const { exit, events } = await start('ended').ended;

    expect(exit).toBe(TASK_EXIT.experimentDone);
    expect(events).toMatchObject([{ event: 'note', message: expect.stringContaining('has ended already') }]);
    expect(await getText(store, artifactKeys.result('test', 'ended'))).toBe('as it was recorded');
  });

  it.each([
    ['was never planned', 'unknown', {}, TASK_EXIT.experimentNotFound, /^ExperimentNotFound: /],
    ['cannot be read', 'old', {}, TASK_EXIT.invalidSpec, /^InvalidSpec: .* encoder: /],
    ['has no ffmpeg', 'good', { FFMPEG_PATH: '/nowhere/ffmpeg' }, TASK_EXIT.ffmpegMissing, /apt-get install/],
    [
      'has no table to ask',
      'good',
      { AWS_ENDPOINT_URL_DYNAMODB: 'http://127.0.0.1:1' },
      TASK_EXIT.storeUnavailable,
      /ECONNREFUSED/,
    ],
  ])(
    'given an experiment that %s, ends with a code of its own and a sentence',
    async (_, id, change, code, sentence) => {
      await plan('old', { ...smallSpec('libx264'), encoder: 7 });
      const { exit, stderr } = await start(id, change).ended;
      expect(exit).toBe(code);
      expect(stderr).toMatch(sentence);
    },
  );

  it('given a full disk, blames the disk and not the experiment', async () => {
    await plan('full');
    const full = await ffmpegThat('*" -crf "*', 'echo "stream: No space left on device" >&2; exit 1');
    const { exit, stderr } = await start('full', { FFMPEG_PATH: full }).ended;

    expect(exit).toBe(TASK_EXIT.diskFull);
    expect(stderr).toMatch(/^DiskFull: /);
    expect(await resultOf('full')).toBeUndefined();
    expect(await readdir(scratch)).toEqual([]);
  });

  it('given SIGTERM in the middle of a ladder, leaves the points that were measured', async () => {
    await plan('stopped', smallSpec('libx264', { preset: 'superfast' }));
    const hanging = await ffmpegThat('*superfast*"-crf 36"*|*"-crf 36"*superfast*', 'exec sleep 600');
    const task = start('stopped', { FFMPEG_PATH: hanging });
    const measured = () =>
      task.events.filter(
        (event) => event.event === 'step' && event.clip === 'texture' && event.stage === 'measure',
      );
    // All but the point that hangs has ended when nothing more is heard.
    for (let heard = -1; measured().length < 3 || heard < task.events.length; await wait(2000)) {
      if (task.child.exitCode !== null) break;
      heard = task.events.length;
    }
    task.child.kill('SIGTERM');
    const { exit, events } = await task.ended;

    expect(exit).toBe(TASK_EXIT.stopped);
    const result = await resultOf('stopped');
    expect(result).toMatchObject({ status: 'partial', failure: { class: 'stopped' } });
    expect(result?.clips[0]?.points.map((point) => point.quality_control)).toEqual([31, 26, 21]);
    expect(result?.clips[0]?.bd_rate.psnr_yuv).toMatchObject({ percent: null, reason: 'too-few-points' });
    expect(events.at(-1)).toMatchObject({ event: 'experiment-finished', status: 'partial' });
    expect(await readdir(scratch)).toEqual([]);
  });
});
