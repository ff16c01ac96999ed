import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { probeIsolation } from '../../../codec-task/isolation/probe.ts';
import { findTools, type Tools } from '../../../codec-task/media/tools.ts';
import { modesHere } from './given.ts';

const signal = new AbortController().signal;
const HERE = await modesHere();
let tools: Tools;
let folder: string;
beforeAll(async () => {
  tools = await findTools(process.env);
  folder = await mkdtemp(join(tmpdir(), 'codec-lab-probe-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function script(name: string, text: string): Promise<Tools> {
  const ffmpeg = join(folder, name);
  await writeFile(ffmpeg, `#!/bin/sh\n${text}\n`);
  await chmod(ffmpeg, 0o755);
  return { ...tools, ffmpeg };
}

describe('the isolation that is found', () => {
  it('is the strongest that works, and goes no further than it is asked to', async () => {
    expect((await probeIsolation(tools, signal)).mode).toBe(HERE[0]);
    const { mode, reason } = await probeIsolation(tools, signal, 'none');
    expect(mode).toBe('none');
    expect(reason).toContain('nothing stronger than none was asked for');
  });

  it.runIf(HERE.length > 1)('takes in an ffmpeg that is a script below the temporary folder', async () => {
    const wrapped = await script('ffmpeg', `exec ${tools.ffmpeg} "$@"`);
    expect((await probeIsolation(wrapped, signal)).mode).toBe(HERE[0]);
  });

  it.runIf(process.platform === 'linux')(
    'given an ffmpeg that does not decode inside, falls back and says why',
    async () => {
      const broken = await script('broken', 'echo "no libraries here" >&2; exit 1');
      const { mode, reason } = await probeIsolation(broken, signal);
      expect(mode).toBe('none');
      expect(reason).toMatch(/^bubblewrap: .+; unshare: .+/);
      if (HERE.length > 1) expect(reason).toContain('ffmpeg does not decode inside it: no libraries here');
    },
  );

  it('given a stop, ends', async () => {
    await expect(probeIsolation(tools, AbortSignal.abort())).rejects.toMatchObject({ name: 'Stopped' });
  });
});
