import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findTools } from '../../codec-task/media/tools.ts';
import { TASK_EXIT } from '../../lambdas/shared/task-exit.ts';
import { smallSpec } from '../support/bench.ts';
import { modesHere, run } from './isolation/given.ts';

/** What Fargate gives a task to reach its role's credentials with, and what a person's machine may hold. */
const CREDENTIALS = {
  AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: '/v2/credentials/2f1c0a7e-secret-path',
  AWS_ACCESS_KEY_ID: 'AKIASECRETSECRET',
  AWS_SECRET_ACCESS_KEY: 'secret-signing-key',
  AWS_SESSION_TOKEN: 'secret-token',
  ANTHROPIC_API_KEY: 'sk-ant-secret',
};

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'codec-lab-credentials-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the credentials of the task', () => {
  it('are in the environment of no media program that a whole measurement starts, and in nothing that it leaves', async () => {
    const { ffmpeg, ffprobe } = await findTools(process.env);
    const seen = join(folder, 'seen');
    for (const [name, real] of Object.entries({ ffmpeg, ffprobe })) {
      await writeFile(join(folder, name), `#!/bin/sh\nenv >> ${seen} 2>/dev/null\nexec ${real} "$@"\n`);
      await chmod(join(folder, name), 0o755);
    }
    const child = spawn(
      process.execPath,
      [fileURLToPath(new URL('../../codec-task/main.ts', import.meta.url))],
      {
        env: {
          ...CREDENTIALS,
          PATH: process.env['PATH'],
          TMPDIR: folder,
          FFMPEG_PATH: join(folder, 'ffmpeg'),
          TASK: 'measure',
          TASK_INPUT: JSON.stringify({ id: 'seen', spec: smallSpec('libx264', { preset: 'ultrafast' }) }),
          ARTIFACTS_URL: pathToFileURL(join(folder, 'artifacts')).href,
        },
      },
    );
    const [said, complained, [exit]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, 'close'),
    ]);
    expect([exit, complained]).toEqual([TASK_EXIT.experimentDone, '']);
    const result = await readFile(join(folder, 'artifacts', 'measurements', 'seen', 'result.json'), 'utf8');
    const environments = await readFile(seen, 'utf8');
    // Every call of ffmpeg for probes, sources, encodes and metrics.
    expect(environments.match(/^PATH=/gm)?.length).toBeGreaterThan(10);
    for (const kept of [environments, said, result]) expect(kept).not.toMatch(/secret|AWS_|ANTHROPIC/i);
  }, 240_000);

  it('are in the environment of no decode, whatever isolates it', async () => {
    for (const [name, value] of Object.entries(CREDENTIALS)) process.env[name] ??= value;
    try {
      for (const mode of await modesHere()) {
        const { output } = await run(mode, 'console.log(JSON.stringify(process.env))');
        expect(Object.keys(JSON.parse(output)), mode).toContain('PATH');
        expect(output, mode).not.toMatch(/secret|AWS_|ANTHROPIC/i);
      }
    } finally {
      for (const [name, value] of Object.entries(CREDENTIALS))
        if (process.env[name] === value) delete process.env[name];
    }
  });

  it('cannot be fetched by a decode that is isolated: it reaches no address, not even one of this machine', async () => {
    const asked: (string | undefined)[] = [];
    const server = createServer(({ url }, response) => {
      asked.push(url);
      response.end('{}');
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo;
    const fetching = `fetch('http://127.0.0.1:${port}/v2/credentials').then(() => console.log('reached'), () => console.log('closed'))`;
    try {
      for (const mode of await modesHere())
        expect((await run(mode, fetching)).output.trim(), mode).toBe(mode === 'none' ? 'reached' : 'closed');
    } finally {
      server.close();
    }
    expect(asked.length).toBeLessThanOrEqual(1);
  });
});
