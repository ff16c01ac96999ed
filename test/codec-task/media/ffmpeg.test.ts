import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runFfmpeg } from '../../../codec-task/media/ffmpeg.ts';
import { ToolFailedError } from '../../../codec-task/media/tool-errors.ts';
import { findTools, type Tools } from '../../../codec-task/media/tools.ts';

let folder: string;
let tools: Tools;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'codec-lab-ffmpeg-'));
  tools = await findTools(process.env);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const never = new AbortController().signal;
const limits = (change: { timeoutSeconds?: number; signal?: AbortSignal } = {}) => ({
  folder,
  timeoutSeconds: 30,
  signal: never,
  ...change,
});

/** A shell script in ffmpeg's place. */
async function impostor(name: string, ...lines: string[]): Promise<Tools> {
  const ffmpeg = join(folder, name);
  await writeFile(ffmpeg, ['#!/bin/sh', ...lines, ''].join('\n'), { mode: 0o755 });
  return { ffmpeg, ffprobe: ffmpeg };
}

async function failure(call: Promise<unknown>): Promise<Error> {
  return call.then(
    () => new Error('it ended well'),
    (error: Error) => error,
  );
}

const source = (size: string) => ['-f', 'lavfi', '-i', `testsrc2=size=${size}:rate=25`];

describe('a call of ffmpeg', () => {
  it('given an encode, answers the exact arguments, what it cost, and every frame as it went', async () => {
    const frames: number[] = [];
    const args = [...source('160x90'), '-frames:v', '12', '-c:v', 'libx264', '-y', 'out.h264'];

    const call = await runFfmpeg(tools, args, { ...limits(), onFrame: (frame) => frames.push(frame) });

    expect(call.argv[0]).toBe('ffmpeg');
    expect(call.argv.slice(-args.length)).toEqual(args);
    expect(await readdir(folder)).toContain('out.h264');
    expect(call.cpu_seconds).toBeGreaterThan(0);
    expect(call.wall_seconds).toBeGreaterThan(0);
    expect(frames.at(-1)).toBe(12);
  });

  it('given arguments that a shell would act on, passes them on as they are', async () => {
    const strange = await impostor('strange', `for a in "$@"; do printf '%s\\n' "$a"; done >&2`);
    const nasty = ['a; touch stolen', '$(touch stolen)', '`touch stolen`', '| touch stolen', '*'];

    const { stderr } = await runFfmpeg(strange, nasty, limits());

    expect(stderr.split('\n').slice(-nasty.length)).toEqual(nasty);
    expect(await readdir(folder)).not.toContain('stolen');
  });

  it('given secrets in the environment, hands none of them on', async () => {
    process.env['ANTHROPIC_API_KEY'] = 'not-for-ffmpeg';
    const curious = await impostor('curious', 'env >&2');

    const { stderr } = await runFfmpeg(curious, [], limits());

    delete process.env['ANTHROPIC_API_KEY'];
    const names = stderr.split('\n').map((line) => line.split('=')[0]);
    expect(names).toEqual(expect.arrayContaining(['HOME', 'LC_ALL', 'PATH']));
    expect(stderr).not.toContain('not-for-ffmpeg');
  });
});

describe.skipIf(process.platform !== 'linux')('the process of a call', () => {
  it("stays in the caller's process group, so that a kill of the group leaves no encoder behind", async () => {
    const group = (stat: string) => stat.slice(stat.lastIndexOf(')') + 2).split(' ')[2];
    const telling = await impostor('telling', 'cat /proc/$$/stat >&2');

    const { stderr } = await runFfmpeg(telling, [], limits());

    expect(group(stderr)).toBe(group(await readFile('/proc/self/stat', 'utf8')));
  });
});

describe('a call of ffmpeg that does not end well', () => {
  it('given arguments that it refuses, quotes its decisive line', async () => {
    const error = await failure(runFfmpeg(tools, ['-i', 'absent.mkv', '-f', 'null', '-'], limits()));

    expect(error).toBeInstanceOf(ToolFailedError);
    expect(error.message).toBe('ffmpeg ended with exit 1: absent.mkv: No such file or directory');
    expect((error as ToolFailedError).call).toMatchObject({
      exitCode: 1,
      signal: undefined,
      argv: expect.arrayContaining(['ffmpeg', 'absent.mkv']),
      stderrTail: expect.stringContaining('No such file'),
    });
  });

  it('given a crash, names the signal', async () => {
    const crashing = await impostor('crashing', 'echo "[enc] unable to go on" >&2', 'kill -SEGV $$');
    const error = await failure(runFfmpeg(crashing, [], limits()));
    expect(`${error.name}: ${error.message}`).toBe(
      'ToolFailed: ffmpeg was ended by SIGSEGV: [enc] unable to go on',
    );
  });

  it('given a program that cannot be started, says so', async () => {
    const absent = join(folder, 'absent');
    const error = await failure(runFfmpeg({ ffmpeg: absent, ffprobe: absent }, [], limits()));
    expect(`${error.name}: ${error.message}`).toMatch(/^ToolFailed: ffmpeg could not be started: .*ENOENT/);
  });

  it.each([
    ['that hangs', ['exec sleep 60'], 1.5],
    ['that hangs in a program it started', ['sleep 6', 'echo late'], 1.5],
    ['that hangs and ends politely when told to', ["trap 'exit 0' TERM", 'sleep 6 & wait'], 1.5],
    ['that hangs and does not listen', ["trap '' TERM", 'while :; do sleep 0.1; done'], 4],
  ])('given a program %s, kills it at its limit', async (what, lines, seconds) => {
    const hanging = await impostor(`hanging-${what.length}`, ...lines);
    const started = performance.now();

    const error = await failure(runFfmpeg(hanging, ['-i', 'x'], limits({ timeoutSeconds: 0.3 })));

    expect(`${error.name}: ${error.message}`).toMatch(
      /^ToolTimeout: ffmpeg was killed after 0.3 s, its limit \(.*-i x\)$/,
    );
    expect((performance.now() - started) / 1000).toBeLessThan(seconds);
  });

  it('given a stop in the middle of an encode, ends it at once', async () => {
    const stop = new AbortController();
    const args = [...source('320x180'), '-c:v', 'libx264', '-f', 'null', '-'];
    const run = { ...limits({ signal: stop.signal }), onFrame: () => stop.abort() };
    const error = await failure(runFfmpeg(tools, args, run));
    expect(error.name).toBe('Stopped');
  });

  it('given a stop before it starts, does not start', async () => {
    const marking = await impostor('marking', 'touch started');
    const error = await failure(runFfmpeg(marking, [], limits({ signal: AbortSignal.abort() })));
    expect(error.name).toBe('Stopped');
    expect(await readdir(folder)).not.toContain('started');
  });

  it('given an encoder that reports a full disk, names it', async () => {
    const full = await impostor(
      'full',
      'echo "av_interleaved_write_frame(): No space left on device" >&2',
      'exit 1',
    );
    const error = await failure(runFfmpeg(full, [], limits()));
    expect(`${error.name}: ${error.message}`).toMatch(/^DiskFull: no space is left on the disk/);
  });

  it.skipIf(process.platform !== 'linux').each(['64x64', '640x360'])(
    'given a disk that is really full, names it although ffmpeg may end with 0 (%s)',
    async (size) => {
      const args = [
        ...source(size),
        '-frames:v',
        '2',
        '-pix_fmt',
        'yuv420p',
        '-f',
        'rawvideo',
        '-y',
        '/dev/full',
      ];
      expect((await failure(runFfmpeg(tools, args, limits()))).name).toBe('DiskFull');
    },
  );
});
