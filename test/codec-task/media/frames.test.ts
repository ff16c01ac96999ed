import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { frameBytes, framePairs, hashFile, roundToEightBits } from '../../../codec-task/media/frames.ts';
import { sha256 } from '../../../lambdas/shared/spec.ts';

let folder: string;
const at = (name: string) => join(folder, name);
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'codec-lab-frames-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('raw frames', () => {
  it('given every 10-bit value, rounds half up and stays within 8 bits', async () => {
    const values = Uint16Array.from({ length: 1024 }, (_, value) => value);
    await writeFile(at('ten'), Buffer.from(values.buffer));

    await roundToEightBits(at('ten'), at('eight'));

    const rounded = await readFile(at('eight'));
    expect([...rounded]).toEqual([...values].map((value) => Math.min(255, Math.floor(value / 4 + 0.5))));
  });

  it('given more than one chunk of a file, loses and moves no sample', async () => {
    const values = Uint16Array.from({ length: 700_001 }, (_, index) => (index * 7) % 1020);
    await writeFile(at('ten'), Buffer.from(values.buffer));

    await roundToEightBits(at('ten'), at('eight'));

    const rounded = await readFile(at('eight'));
    expect(rounded.length).toBe(values.length);
    expect(rounded.every((value, index) => value === ((values[index] ?? 0) + 2) >> 2)).toBe(true);
  });

  it('given two files, pairs their frames by index', async () => {
    const size = { width: 4, height: 2 };
    const bytes = frameBytes(size);
    expect(bytes).toBe(12);
    await writeFile(
      at('a'),
      Uint8Array.from({ length: 3 * bytes }, (_, index) => Math.floor(index / bytes)),
    );
    await writeFile(
      at('b'),
      Uint8Array.from({ length: 3 * bytes }, (_, index) => 10 + Math.floor(index / bytes)),
    );

    const seen: [number, number][] = [];
    for await (const [a, b] of framePairs(at('a'), at('b'), size, 3)) {
      expect([a.length, b.length]).toEqual([bytes, bytes]);
      seen.push([a[bytes - 1] ?? -1, b[0] ?? -1]);
    }

    expect(seen).toEqual([
      [0, 10],
      [1, 11],
      [2, 12],
    ]);
  });

  it('given any bytes, hashes them like the hash of the whole', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 3000 }), async (bytes) => {
        await writeFile(at('any'), bytes);
        expect(await hashFile(at('any'))).toBe(sha256(bytes));
      }),
      { numRuns: 20 },
    );
  });
});
