import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { folderHolder, lockFolder } from '../../../lib/local/folder-lock.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'codec-lab-lock-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const LOCK_MODULE = new URL('../../../lib/local/folder-lock.ts', import.meta.url).href;

/** Another process that holds the lock until it is killed. */
async function holdElsewhere() {
  const code = `const { lockFolder } = await import(${JSON.stringify(LOCK_MODULE)});
    lockFolder(${JSON.stringify(folder)}).announce('http://127.0.0.1:1');
    process.stdout.write('held'); setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  return child;
}

describe('the lock of a data folder', () => {
  it('is refused while another process lives, and taken over once it was killed', async () => {
    const other = await holdElsewhere();

    expect(() => lockFolder(folder)).toThrow(
      `process ${other.pid} is working with the data folder ${folder}`,
    );
    expect(folderHolder(folder)?.endpoint).toBe('http://127.0.0.1:1');

    other.kill('SIGKILL');
    await once(other, 'exit');
    expect(folderHolder(folder)).toBeUndefined();
    lockFolder(folder).release();
  });

  it('is free again after it was given back', () => {
    lockFolder(folder).release();
    const lock = lockFolder(folder);
    expect(folderHolder(folder)?.pid).toBe(process.pid);
    lock.release();
    expect(folderHolder(folder)).toBeUndefined();
  });

  it('of a dead process whose number is in use again does not block', () => {
    writeFileSync(
      join(folder, 'lab.lock'),
      JSON.stringify({ pid: process.pid, identity: `${process.pid}@1` }),
    );
    const lock = lockFolder(folder);
    expect(JSON.parse(readFileSync(join(folder, 'lab.lock'), 'utf8')).identity).not.toBe(`${process.pid}@1`);
    lock.release();
  });

  it('that is no lock at all does not block', () => {
    writeFileSync(join(folder, 'lab.lock'), 'half a lo');
    lockFolder(folder).release();
  });
});
