import { access, chown, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { artifactKeys } from '../../lambdas/shared/keys.ts';
import { ExperimentResult } from '../../lambdas/shared/result.ts';
import { getText } from '../../lambdas/shared/stores/artifact-store.ts';
import { FileArtifactStore } from '../../lambdas/shared/stores/file-artifact-store.ts';
import { TASK_EXIT } from '../../lambdas/shared/task-exit.ts';
import { readAssembly } from '../../lib/local/cloud-assembly.ts';
import { smallSpec } from '../support/bench.ts';
import { Image, missing } from './build.ts';

const reason = await missing();
if (reason !== undefined) process.stderr.write(`SKIPPED, the image is not built here: ${reason}\n`);

/** Number of the image's user. */
const NODE = 1000;
const RESULT = 'tiny';
const SECRET = 'a-path-that-nobody-may-know';

/** Reads what entry.sh hands over, as the program does. */
const READS_PATH = `import { readFileSync } from 'node:fs';
const pipe = process.env.CREDENTIALS_PATH_DESCRIPTOR;
console.log(pipe === undefined ? 'no pipe' : readFileSync(Number(pipe), 'utf8').trim());`;

describe.skipIf(reason !== undefined)('the image of the codec task', () => {
  let folder: string;
  let image: Image;
  let files: string;
  let scratch: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'codec-lab-image-'));
    scratch = join(folder, 'scratch');
    await mkdir(scratch);
    await chown(scratch, NODE, NODE);
    const { program } = readAssembly(inject('assemblyDirectory')).task;
    image = await Image.build(join(program, '..'), folder);
    files = await image.files();
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  /** The entry as Fargate starts it: read-only but for the volume, as its user, without any capability; and no network. */
  const enter = (command: readonly string[], variables: Readonly<Record<string, string>>) =>
    execa(
      'bwrap',
      [
        ...[
          '--cap-add',
          'ALL',
          '--unshare-net',
          '--unshare-pid',
          '--as-pid-1',
          '--ro-bind',
          files,
          '/',
          '--bind',
          scratch,
          '/scratch',
        ],
        ...['--proc', '/proc', '--dev', '/dev', '--clearenv', '--setenv', 'TMPDIR', '/scratch'],
        ...Object.entries({ PATH: '/usr/local/bin:/usr/bin:/bin', ...variables }).flatMap((pair) => [
          '--setenv',
          ...pair,
        ]),
        ...['setpriv', `--reuid=${NODE}`, `--regid=${NODE}`, '--clear-groups', '--no-new-privs'],
        ...['--inh-caps=-all', '--bounding-set=-all', ...command],
      ],
      { reject: false },
    );
  const entry = (variables: Readonly<Record<string, string>>) => enter(['/app/entry.sh'], variables);

  it('says that it runs the program as its user, with one volume', async () => {
    expect(await image.declared()).toEqual({
      user: 'node',
      entrypoint: '[/app/entry.sh]',
      volumes: 'map[/scratch:{}]',
    });
  });

  it('is smaller than 600 MB unpacked', async () => {
    const { stdout } = await execa('du', ['--one-file-system', '--summarize', '--block-size=1000000', files]);
    const megabytes = Number.parseInt(stdout, 10);
    process.stderr.write(`image: ${megabytes} MB unpacked\n`);
    expect(megabytes).toBeGreaterThan(200);
    expect(megabytes).toBeLessThan(600);
  });

  it('starts in less than two seconds of processor time', async () => {
    const command = '/app/entry.sh; code=$?; times >&2; exit $code';
    const { exitCode, stderr } = await enter(['sh', '-c', command], {});
    expect(exitCode).toBe(TASK_EXIT.missingEnvironment);
    const children = /(\d+)m([\d.]+)s (\d+)m([\d.]+)s\s*$/.exec(stderr)?.slice(1).map(Number) ?? [];
    const [userMinutes = 9, user = 0, systemMinutes = 9, system = 0] = children;
    const seconds = 60 * (userMinutes + systemMinutes) + user + system;
    process.stderr.write(`start: ${seconds} s of processor time\n`);
    expect(seconds).toBeLessThan(2);
  });

  it('measures a tiny clip from start to result', async () => {
    const { exitCode, stderr } = await entry({
      TASK: 'measure',
      TASK_INPUT: JSON.stringify({ id: RESULT, spec: smallSpec('libx264', { preset: 'veryfast' }) }),
      ARTIFACTS_URL: 'file:///scratch/artifacts',
    });
    expect([exitCode, stderr]).toEqual([TASK_EXIT.experimentDone, '']);
    const text = await getText(
      new FileArtifactStore(join(scratch, 'artifacts')),
      artifactKeys.measurement(RESULT),
    );
    const result = ExperimentResult.parse(JSON.parse(text ?? 'null'));
    expect(result.status).toBe('succeeded');
    const { isolation } = result.environment;
    process.stderr.write(`decodes: ${JSON.stringify(isolation)}\n`);
    expect(isolation?.mode).toBeDefined();
  });

  it('hands the path to its credentials to no program that it starts, in no process of the container', async () => {
    // given a media tool that writes down what /proc shows it of every process, and then does its work
    const spy = '/scratch/spy.sh';
    await writeFile(
      join(scratch, 'spy.sh'),
      [
        '#!/bin/sh',
        'for one in /proc/[0-9]*; do',
        '  { echo "process $(cat $one/comm)"; tr "\\0" "\\n" < $one/environ; } >> /scratch/seen 2>> /scratch/closed',
        'done',
        'exec /usr/bin/ffmpeg "$@"',
      ].join('\n'),
      { mode: 0o755 },
    );
    const { exitCode, stderr } = await entry({
      ...{ AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: `/v2/credentials/${SECRET}`, FFMPEG_PATH: spy },
      ...{ ECS_CONTAINER_METADATA_URI_V4: `http://169.254.170.2/v4/${SECRET}`, TASK: 'measure' },
      TASK_INPUT: JSON.stringify({ id: 'spied', spec: smallSpec('libx264', { preset: 'ultrafast' }) }),
      ARTIFACTS_URL: 'file:///scratch/artifacts',
    });
    expect([exitCode, stderr]).toEqual([TASK_EXIT.experimentDone, '']);
    // then it saw its own and the first process, and the path in none
    const seen = await readFile(join(scratch, 'seen'), 'utf8');
    for (const process of ['tini', 'MainThread', 'spy.sh']) expect(seen).toContain(`process ${process}\n`);
    expect(seen).toContain('FFMPEG_PATH=');
    expect(seen).not.toContain(SECRET);
  });

  it('gives the path to the program itself', async () => {
    await writeFile(join(scratch, 'ask.mjs'), READS_PATH);
    const asking = [
      'sh',
      '-c',
      'sed s,/app/main.mjs,/scratch/ask.mjs, /app/entry.sh > /scratch/ask.sh; exec sh /scratch/ask.sh',
    ];
    const { stdout } = await enter(asking, { AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: `/v2/${SECRET}` });
    expect(stdout).toBe(`/v2/${SECRET}`);
    expect((await enter(asking, {})).stdout).toBe('no pipe');
  });

  it('passes on that it is to stop, in the middle of an encode, and ends with the exit code of that', async () => {
    // given a media tool that hangs where it is to encode
    const hanging = '#!/bin/sh\ncase " $* " in *" -crf "*) : > /scratch/encoding; exec sleep 600;; esac\n';
    await writeFile(join(scratch, 'hang.sh'), `${hanging}exec /usr/bin/ffmpeg "$@"\n`, { mode: 0o755 });
    const running = entry({
      ...{ FFMPEG_PATH: '/scratch/hang.sh', TASK: 'measure', ARTIFACTS_URL: 'file:///scratch/artifacts' },
      TASK_INPUT: JSON.stringify({ id: 'stopped', spec: smallSpec('libx264', { preset: 'ultrafast' }) }),
    });
    await vi.waitFor(() => access(join(scratch, 'encoding')), { timeout: 120_000 });
    // when the first process, tini, is told to stop, as ECS does
    const [first] = (await readFile(`/proc/${running.pid}/task/${running.pid}/children`, 'utf8')).split(' ');
    expect(await readFile(`/proc/${first}/comm`, 'utf8')).toBe('tini\n');
    process.kill(Number(first), 'SIGTERM');
    // then the program has heard it and waits for no encode; bubblewrap ends with what its first process said
    expect((await running).exitCode).toBe(TASK_EXIT.stopped);
  });

  it('has every encoder that the laboratory plans with', async () => {
    const { stdout } = await enter(['ffmpeg', '-hide_banner', '-encoders'], {});
    for (const encoder of ['libx264', 'libx265', 'libvpx-vp9', 'libsvtav1', 'libaom-av1'])
      expect(stdout).toContain(` ${encoder} `);
  });

  it('can write nowhere but in its volume, and cannot change its program', async () => {
    const places = [
      '/app/main.mjs',
      '/app/entry.sh',
      '/app/new',
      '/tmp/new',
      '/home/node/new',
      '/etc/new',
      '/scratch/new',
    ];
    const tried = places.map((path) => `(echo x >> ${path}) 2>/dev/null && echo ${path}`).join('; ');
    const { stdout } = await enter(['sh', '-c', `${tried}; true`], {});
    expect(stdout.split('\n')).toEqual(['/scratch/new']);
  });
});
