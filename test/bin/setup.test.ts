import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

describe('set-up', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'codec-lab-setup-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  /** The set-up with a PATH of one folder and the given variables, and nothing else of this machine. */
  const setUp = (env: Record<string, string>, ...args: string[]) =>
    execa(process.execPath, [join(ROOT, 'bin', 'setup.mjs'), ...args], {
      cwd: folder,
      extendEnv: false,
      env: { PATH: folder, ...env },
      reject: false,
    });

  const program = async (name: string, script: string) => {
    await writeFile(join(folder, name), `#!/bin/sh\n${script}\n`);
    await chmod(join(folder, name), 0o755);
  };

  it('given an FFMPEG_PATH that cannot be run, says so in one sentence and fails', async () => {
    const { exitCode, stderr } = await setUp({ FFMPEG_PATH: '/nowhere/ffmpeg' });
    expect(exitCode).toBe(1);
    expect(stderr).toContain('FFMPEG_PATH is /nowhere/ffmpeg, which is no program that can be run');
    expect(stderr).not.toContain('    at ');
  });

  it('given no ffmpeg and no package manager, names the command to type', async () => {
    const { exitCode, stderr } = await setUp({});
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/ffmpeg is missing; type: (sudo apt-get|brew)/);
  });

  it.runIf(process.getuid?.() === 0)(
    'given no ffmpeg but apt-get, updates first and then installs without questions; then bubblewrap where that is missing',
    async () => {
      await program('env', `echo "$@" >> ${folder}/calls`);
      await program('apt-get', 'exit 1');
      const { exitCode, stderr } = await setUp({});
      const { stdout } = await execa('cat', [join(folder, 'calls')]);
      expect(exitCode).toBe(0);
      expect(stderr).toContain('ffmpeg is missing, so this installs it: apt-get install ffmpeg');
      const [update, install, ...more] = stdout.split('\n');
      expect(update).toMatch(/noninteractive apt-get update/);
      expect(install).toMatch(/noninteractive apt-get install -y .*ffmpeg$/);
      // Set-up looks for bubblewrap in its fixed place too, which may be there.
      if (more.length > 0) expect(more[1]).toMatch(/noninteractive apt-get install -y .*bubblewrap$/);
    },
  );

  it('given everything, runs the command with Node 24 and hands on its arguments and exit code', async () => {
    await program('ffmpeg', 'exit 0');
    await program('ffprobe', 'exit 0');
    const print = 'console.error(process.version, process.argv.slice(1).join(" ")); process.exit(7)';
    const { exitCode, stderr } = await setUp({}, 'run', 'node', '-e', print, '--', '--arms', '3');
    expect(exitCode).toBe(7);
    expect(stderr).toMatch(/^v24\..* --arms 3$/m);
  });
});
