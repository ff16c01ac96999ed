import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { replaceByDecoy } from '../../../codec-task/measure/decoy.ts';

test.each([1, 6, 2 ** 20 + 3])('a decoy of %i bytes has each sample by its distance to 255', async (size) => {
  // given
  const folder = await mkdtemp(join(tmpdir(), 'decoy-'));
  const path = join(folder, 'source.yuv');
  const samples = Uint8Array.from({ length: size }, (_, index) => (index * 31) % 256);
  await writeFile(path, samples);

  // when
  await replaceByDecoy(path);

  // then
  const decoy = await readFile(path);
  await rm(folder, { recursive: true });
  expect(decoy.equals(samples.map((sample) => 255 - sample))).toBe(true);
});
