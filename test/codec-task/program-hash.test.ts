import { cp, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { programHash } from '../../codec-task/program-hash.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'codec-lab-program-'));
  const program = join(folder, 'first');
  await mkdir(join(program, 'kernels'), { recursive: true });
  await writeFile(join(program, 'main.mjs'), 'measure();');
  await writeFile(join(program, 'kernels', 'quality.wasm'), 'code');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const hash = (name: string) => programHash(join(folder, name, 'main.mjs'));
let copies = 0;
async function copy(change: (program: string) => Promise<void>): Promise<string> {
  const name = `copy-${++copies}`;
  await cp(join(folder, 'first'), join(folder, name), { recursive: true });
  await change(join(folder, name));
  return hash(name);
}

it('given the same code elsewhere, beside other files, is the same', async () => {
  const beside = (program: string) => writeFile(join(program, 'README.md'), 'how to read it');
  expect(await copy(beside)).toBe(await hash('first'));
});

it.each([
  ['a changed program', (program: string) => writeFile(join(program, 'main.mjs'), 'measure(2);')],
  ['a changed kernel', (program: string) => writeFile(join(program, 'kernels', 'quality.wasm'), 'edoc')],
  ['a kernel elsewhere', (program: string) => rename(join(program, 'kernels'), join(program, 'others'))],
  ['one more module', (program: string) => writeFile(join(program, 'more.mjs'), '')],
])('given %s, is another', async (_, change) => {
  expect(await copy(change)).not.toBe(await hash('first'));
});
