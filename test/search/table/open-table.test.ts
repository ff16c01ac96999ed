import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { OtherTableError, openTable } from './open-table.ts';

const ABOUT = {
  ...{ ffmpeg: '7.1', date: '2026-11-23', size: { width: 320, height: 180 }, frames: 24, clips: ['a'] },
  anchor: { encoder: 'libx265', parameters: { preset: 'medium' } },
};
const ROW = {
  ...{ encoder: 'libx264', parameters: { preset: 'medium' } },
  ...{ bd_rate: [20], bd_rate_ssim: [22.5], cpu_seconds: [0.2] },
};
const line = (value: unknown) => `${JSON.stringify(value)}\n`;

describe('a table that is measured bit by bit', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'codec-lab-table-test-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  test('given no file, begins with what its rows will have in common', async () => {
    const file = join(folder, 'new');
    expect(await openTable(ABOUT, file)).toEqual([]);
    expect(await readFile(file, 'utf8')).toBe(line(ABOUT));
  });

  test('given rows, goes on with them on another day', async () => {
    const file = join(folder, 'begun');
    await writeFile(file, line(ABOUT) + line(ROW));
    expect(await openTable({ ...ABOUT, date: '2026-11-24' }, file)).toEqual([ROW]);
    expect(await readFile(file, 'utf8')).toBe(line(ABOUT) + line(ROW));
  });

  test('given a row that a stop cut off, drops it', async () => {
    const file = join(folder, 'cut off');
    await writeFile(file, line(ABOUT) + line(ROW) + line(ROW).slice(0, 20));
    expect(await openTable(ABOUT, file)).toEqual([ROW]);
    expect(await readFile(file, 'utf8')).toBe(line(ABOUT) + line(ROW));
  });

  test('given another ffmpeg, refuses to mix and leaves the file alone', async () => {
    const file = join(folder, 'other');
    await writeFile(file, line(ABOUT) + line(ROW));
    await expect(openTable({ ...ABOUT, ffmpeg: '8.0' }, file)).rejects.toThrow(OtherTableError);
    expect(await readFile(file, 'utf8')).toBe(line(ABOUT) + line(ROW));
  });
});
