import { execFile, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Mode, modesHere, run } from './given.ts';

const HERE = await modesHere();
const WALLED = HERE.filter((mode) => mode !== 'none');
const isLinux = process.platform === 'linux';
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'codec-lab-outside-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Processes with a word among their arguments. */
function running(word: string): number[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.map(Number).filter((pid) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'latin1').split('\0').includes(word);
    } catch {
      return false;
    }
  });
}

/** Looked for until it is seen once: while a process becomes another program, its words are nowhere for a moment. */
async function isSeen(word: string): Promise<boolean> {
  for (let attempt = 0; attempt < 200; attempt++) {
    if (running(word).length > 0) return true;
    await wait(50);
  }
  return false;
}

async function isGone(word: string): Promise<boolean> {
  for (let attempt = 0; attempt < 100 && running(word).length > 0; attempt++) await wait(50);
  return running(word).length === 0;
}

/** A time in seconds that no other program sleeps, and a program that sleeps it beside itself. */
function sleeper(options: string) {
  const word = `30.${String(Math.floor(Math.random() * 1e9)).padStart(9, '0')}`;
  return { word, start: `require('child_process').spawn('sleep', ['${word}'], ${options})` };
}

describe.each(HERE)('a program isolated by %s', (mode) => {
  it('gives its output, its last words and its exit code', async () => {
    const end = await run(mode, "console.log('said'); console.error('complained'); process.exitCode = 3;");
    expect(end).toMatchObject({ output: 'said\n', stderr: 'complained\n', exitCode: 3, excess: undefined });
  });

  it('gets none of our variables, an empty home and an empty temporary folder', async () => {
    process.env['CODEC_LAB_SECRET'] = 'told';
    const look = `const fs = require('fs'); const { HOME, TMPDIR, ...rest } = process.env;
console.log(JSON.stringify([Object.keys(rest).sort(), fs.readdirSync(HOME), fs.readdirSync(TMPDIR), fs.readdirSync('.')]));`;
    try {
      const [names, ...listings] = JSON.parse((await run(mode, look)).output);
      expect(names).toEqual(expect.arrayContaining(['LC_ALL', 'PATH']));
      expect(
        names.filter(
          (name: string) => !['LC_ALL', 'PATH', 'DECODE_RUN', 'PWD', 'OLDPWD', '_', 'SHLVL'].includes(name),
        ),
      ).toEqual([]);
      // Where this very program lies below one of the folders, the way to it is there, and nothing beside it.
      const onTheWay = process.execPath.split('/');
      expect(listings.flat().filter((name: string) => !onTheWay.includes(name))).toEqual([]);
      const inherited = await run('none', "console.log(process.env['CODEC_LAB_SECRET'])", {
        without: ['clean-environment'],
      });
      expect(inherited.output).toBe('told\n');
    } finally {
      delete process.env['CODEC_LAB_SECRET'];
    }
  });

  it('is killed at its time, all of it', async () => {
    const { word, start } = sleeper("{ stdio: 'inherit' }");
    const end = await run(mode, `${start}; setInterval(() => {}, 1000);`, { limits: { seconds: 1 } });
    expect(end.excess?.check).toBe('time-limit');
    expect(end.wallSeconds).toBeLessThan(10);
    if (isLinux) expect(await isGone(word)).toBe(true);
  });

  it('is killed when the experiment is stopped', async () => {
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 300);
    const end = await run(mode, 'setInterval(() => {}, 1000);', { signal: stop.signal });
    expect(end.wallSeconds).toBeLessThan(10);
    expect(end.exitCode).not.toBe(0);
  });

  it('is killed when whoever takes its output throws', async () => {
    const { word, start } = sleeper("{ stdio: 'ignore' }");
    const refuse = async () => {
      throw new Error('enough');
    };
    const program = `${start}; console.log('x'); setInterval(() => {}, 1000);`;
    await expect(run(mode, program, { onOutput: refuse })).rejects.toThrow('enough');
    if (isLinux) expect(await isGone(word)).toBe(true);
  });

  it.runIf(isLinux)('is killed above its memory', async () => {
    const eat =
      'const all = []; const more = () => { all.push(Buffer.alloc(2e7, 1)); setTimeout(more, 5); }; more();';
    const end = await run(mode, eat, { limits: { memoryBytes: 300 * 2 ** 20 } });
    expect(end.excess?.check).toBe('memory-limit');
  });

  it('cannot fill the disk', async () => {
    const fill = `const fs = require('fs');
for (let i = 0; i < 1000; i++) fs.writeFileSync(process.env.TMPDIR + '/' + i, Buffer.alloc(1e6));`;
    const end = await run(mode, fill, { limits: { diskBytes: 16 * 2 ** 20 } });
    expect(end.excess?.check ?? end.stderr).toMatch(/disk-limit|ENOSPC/);
  });

  it.runIf(isLinux)('may not run more processes than its limit', async () => {
    const { word, start } = sleeper("{ stdio: 'ignore' }");
    const program = `for (let i = 0; i < 20; i++) ${start}; setInterval(() => {}, 1000);`;
    const end = await run(mode, program, { limits: { processes: 10 } });
    expect(end.excess?.check).toBe('process-limit');
    expect(await isGone(word)).toBe(true);
  });

  it.runIf(isLinux).each([
    ['in its group', "{ stdio: 'ignore' }"],
    ['in a session of its own', "{ detached: true, stdio: 'ignore' }"],
    ['that keeps the output open', "{ detached: true, stdio: 'inherit' }"],
    ['without our variables', "{ detached: true, stdio: 'ignore', env: { PATH: process.env.PATH } }"],
  ])('may leave no process behind: one %s', async (_, options) => {
    const { word, start } = sleeper(options);
    // Time enough to be seen: one that gave up its variables too is known by that alone.
    const end = await run(mode, `${start}; setTimeout(() => process.exit(0), 200);`);
    expect(end.excess?.check).toBe('process-limit');
    expect(end.wallSeconds).toBeLessThan(10);
    expect(await isGone(word)).toBe(true);
  });

  it.runIf(isLinux)('dies with the process that started it, killed without warning', async () => {
    const { word } = sleeper('{}');
    const script = join(folder, `${randomUUID()}.ts`);
    const given = new URL('./given.ts', import.meta.url).href;
    await writeFile(
      script,
      `import { run } from ${JSON.stringify(given)};\nawait run('${mode}', { file: '/usr/bin/sleep', args: ['${word}'] });\n`,
    );
    // What is killed without warning removes nothing: that is left to the folder of these tests.
    const env = { ...process.env, TMPDIR: folder };
    const task = spawn(process.execPath, [script], { stdio: 'inherit', env });
    expect(await isSeen(word)).toBe(true);
    task.kill('SIGKILL');
    await once(task, 'exit');
    expect(await isGone(word)).toBe(true);
  });
});

describe.runIf(WALLED.length > 0).each(WALLED)('behind the walls of %s', (mode) => {
  it('files of this machine are not seen and the system cannot be written to', async () => {
    await writeFile(join(folder, 'source.yuv'), 'frames');
    const look = `const fs = require('fs');
const write = (path) => { try { fs.writeFileSync(path, 'x'); return 'written'; } catch (error) { return error.code; } };
console.log(JSON.stringify([fs.existsSync(${JSON.stringify(folder)}), fs.existsSync('/proc/1/root${folder}'),
  fs.existsSync('/etc/passwd'), write('/usr/bin/codec-lab-was-here'), write('bitstream')]));`;
    const [seen, seenThroughProc, passwords, system, own] = JSON.parse((await run(mode, look)).output);
    expect([seen, seenThroughProc, passwords]).toEqual([false, false, false]);
    expect([system, own]).toEqual(['EROFS', 'EROFS']);
  });

  it('there are no other processes and no capabilities', async () => {
    const look = `const fs = require('fs');
const others = fs.readdirSync('/proc').filter((name) => /^[0-9]+$/.test(name) && Number(name) !== process.pid);
const status = fs.readFileSync('/proc/self/status', 'latin1');
console.log(JSON.stringify([others.filter((pid) => pid !== '1'), /CapEff:\\s*(\\S+)/.exec(status)[1]]));`;
    const [others, capabilities] = JSON.parse((await run(mode, look)).output);
    expect(others).toEqual([]);
    expect(Number.parseInt(capabilities, 16)).toBe(0);
  });

  it('there is no network, not even to this machine', async () => {
    const server = createServer((socket) => socket.end('frames')).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('the server has no port');
    const ask = `require('net').connect(${address.port}, '127.0.0.1')
  .on('error', (error) => console.log(error.code)).on('data', (text) => console.log(String(text)));`;
    try {
      expect((await run(mode, ask)).output).toMatch(/^(ECONNREFUSED|ENETUNREACH)\n$/);
      expect((await run('none', ask)).output).toBe('frames\n');
    } finally {
      server.close();
    }
  });
});

it.runIf(process.getuid?.() === 0 && isLinux)('works for an ordinary user as for root', async () => {
  const script = join(folder, 'probe.ts');
  const from = (path: string) => JSON.stringify(new URL(`../../../codec-task/${path}`, import.meta.url).href);
  await writeFile(
    script,
    `import { probeIsolation } from ${from('isolation/probe.ts')};
import { findTools } from ${from('media/tools.ts')};
const { mode } = await probeIsolation(await findTools(process.env), new AbortController().signal);
console.log(mode);\n`,
  );
  await promisify(execFile)('chmod', ['-R', 'a+rX', folder]);
  const nobody = ['--reuid', '65534', '--regid', '65534', '--clear-groups', process.execPath, script];
  const { stdout } = await promisify(execFile)('setpriv', nobody);
  const strongest: Mode | undefined = HERE[0];
  expect(stdout.trim()).toBe(strongest);
});
