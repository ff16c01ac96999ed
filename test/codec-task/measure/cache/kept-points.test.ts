import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KeptPoints } from '../../../../codec-task/measure/cache/kept-points.ts';
import { artifactKeys } from '../../../../lambdas/shared/keys.ts';
import { FileArtifactStore } from '../../../../lambdas/shared/stores/file-artifact-store.ts';
import { CONFIGURATION, storedPoint } from './given.ts';

const BITSTREAM = new Uint8Array(400).map((_, index) => (index * 37) % 251);
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'codec-lab-kept-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

let stores = 0;
/** An empty store, and what is kept of the configuration in it. */
const open = () => {
  const store = new FileArtifactStore(join(folder, `store-${++stores}`));
  const kept = new KeptPoints(store, CONFIGURATION);
  return { store, kept, entry: artifactKeys.point(kept.key, 27) };
};
/** The same with a point in it. */
const openWithPoint = async () => {
  const opened = open();
  const point = await storedPoint(opened.store, folder, BITSTREAM);
  await opened.kept.write(point);
  return { ...opened, point };
};

describe('kept points', () => {
  it('are read as they were measured, marked as kept, for whatever role', async () => {
    const { store, kept } = open();
    const point = await storedPoint(store, folder, BITSTREAM, { role: 'floor' });
    await kept.write(point);
    expect(await kept.read(27)).toEqual({ ...point, role: 'ladder', kept: true });
    expect(await kept.controls()).toEqual([27]);
    expect(await kept.read(28)).toBeUndefined();
  });

  it('list the controls of their own configuration alone', async () => {
    const { store, kept } = await openWithPoint();
    await kept.write(await storedPoint(store, folder, BITSTREAM, { quality_control: 9 }));
    const other = new KeptPoints(store, { ...CONFIGURATION, gop: 9 });
    expect(await kept.controls()).toEqual([9, 27]);
    expect(await other.controls()).toEqual([]);
    expect(await other.read(27)).toBeUndefined();
  });

  it('of an entry that was moved to another configuration are not believed', async () => {
    const { store, entry } = await openWithPoint();
    const other = new KeptPoints(store, { ...CONFIGURATION, gop: 9 });
    await store.put(artifactKeys.point(other.key, 27), (await store.get(entry)) ?? '');
    expect(await other.read(27)).toBeUndefined();
  });

  it('whose second decode differs from the first are not believed', async () => {
    const { store, kept } = open();
    await kept.write(await storedPoint(store, folder, BITSTREAM, { decoded_again_sha256: 'other' }));
    expect(await kept.read(27)).toBeUndefined();
  });

  it('given an entry cut anywhere, are measured again and then sound', async () => {
    const { store, kept, entry, point } = await openWithPoint();
    const whole = (await store.get(entry)) ?? new Uint8Array();
    // Without the line break at its end an entry is whole.
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: whole.length - 2 }), async (length) => {
        await store.put(entry, whole.subarray(0, length));
        expect(await kept.read(27)).toBeUndefined();
        await kept.write(point);
        expect(await kept.read(27)).toEqual({ ...point, kept: true });
      }),
      { numRuns: 50 },
    );
  });

  it('given a changed byte anywhere in an entry, are not believed, or hold what they held', async () => {
    const { store, kept, entry, point } = await openWithPoint();
    const whole = (await store.get(entry)) ?? new Uint8Array();
    const change = fc.tuple(fc.integer({ min: 0, max: whole.length - 1 }), fc.integer({ min: 1, max: 255 }));
    await fc.assert(
      fc.asyncProperty(change, async ([index, bits]) => {
        await store.put(entry, whole.with(index, (whole[index] ?? 0) ^ bits));
        expect([undefined, { ...point, kept: true }]).toContainEqual(await kept.read(27));
      }),
      { numRuns: 200 },
    );
  });

  it('given a flipped byte, a cut or nothing in place of the bitstream, are measured again and then sound', async () => {
    const { store, kept, point } = await openWithPoint();
    const damaged = fc.oneof(
      fc
        .tuple(fc.integer({ min: 0, max: BITSTREAM.length - 1 }), fc.integer({ min: 1, max: 255 }))
        .map(([index, bits]) => BITSTREAM.with(index, (BITSTREAM[index] ?? 0) ^ bits)),
      fc.integer({ min: 0, max: BITSTREAM.length - 1 }).map((length) => BITSTREAM.subarray(0, length)),
    );
    await fc.assert(
      fc.asyncProperty(damaged, async (bytes) => {
        await store.put(point.bitstream_key ?? '', bytes);
        expect(await kept.read(27)).toBeUndefined();
        await kept.write(await storedPoint(store, folder, BITSTREAM));
        expect(await kept.read(27)).toEqual({ ...point, kept: true });
      }),
      { numRuns: 50 },
    );
    await rm(join(folder, `store-${stores}`, 'bitstreams'), { recursive: true });
    expect(await kept.read(27)).toBeUndefined();
  });

  it('given any number of writers and readers at once, are whole or absent at every moment', async () => {
    const { store, kept } = open();
    const times = fc.array(fc.double({ min: 0, max: 9, noNaN: true }), { minLength: 2, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(times, async (seconds) => {
        const points = await Promise.all(
          seconds.map((cpu_seconds) =>
            storedPoint(store, folder, BITSTREAM, {
              encode: { argv: ['ffmpeg'], cpu_seconds, wall_seconds: 1 },
            }),
          ),
        );
        const reads = Promise.all(Array.from({ length: 8 }, () => kept.read(27)));
        await Promise.all(points.map((point) => new KeptPoints(store, CONFIGURATION).write(point)));
        const allowed = points.map((point) => ({ ...point, kept: true }));
        expect(allowed).toContainEqual(await kept.read(27));
        for (const read of await reads) expect(read === undefined || read.kept).toBe(true);
      }),
      { numRuns: 15 },
    );
  });
});
