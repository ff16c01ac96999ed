import { cp, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Codec } from '../../../codec-task/codecs/codec.ts';
import { conventionalCodec } from '../../../codec-task/codecs/conventional/conventional.ts';
import { findEncoderSpace } from '../../../codec-task/codecs/spaces.ts';
import { type ClipBench, measureClip } from '../../../codec-task/measure/clip.ts';
import { meetsFloor } from '../../../codec-task/measure/operating-point.ts';
import { ProgressMeter } from '../../../codec-task/measure/progress-meter.ts';
import { openSchedule } from '../../../codec-task/measure/schedule.ts';
import { ALL_CHECKS } from '../../../lambdas/shared/checks.ts';
import { artifactKeys } from '../../../lambdas/shared/keys.ts';
import { ClipResult } from '../../../lambdas/shared/result.ts';
import { FileArtifactStore } from '../../../lambdas/shared/stores/file-artifact-store.ts';
import { openBench, SMALL_CLIP, smallSpec } from '../../support/bench.ts';

type Bench = Awaited<ReturnType<typeof openBench>>;
let bench: Bench;
/** Measured in an empty store, of which `storeOfFirst` makes copies. */
let first: Awaited<ReturnType<typeof measure>>;
beforeAll(async () => {
  bench = await openBench();
  first = await measure(emptyStore());
});
afterAll(() => bench.close());

const ENCODER = 'libx264';
const PARAMETERS = { preset: 'ultrafast' };
let stores = 0;
const folderOf = (index: number) => join(bench.folder, `kept-${index}`);
const emptyStore = () => new FileArtifactStore(folderOf(++stores));
const storeOfFirst = async () => {
  await cp(folderOf(1), folderOf(stores + 1), { recursive: true });
  return emptyStore();
};
/** A copy that has lost every third entry. */
const storeWithLosses = async () => {
  const store = await storeOfFirst();
  const lost = (await entriesOf(store)).filter((_, index) => index % 3 === 1);
  for (const key of lost) await rm(join(folderOf(stores), key));
  return { store, lost };
};

/** Measures the small clip as far as it comes; what is kept is in the store. */
async function attempt(store: FileArtifactStore, change: Partial<ClipBench> = {}, strong = false) {
  const control = findEncoderSpace({ encoder: ENCODER })?.qualityControl;
  if (control === undefined) throw new Error(`there is no space of ${ENCODER}`);
  const spec = smallSpec(ENCODER, PARAMETERS);
  return await measureClip(
    {
      ...bench,
      ...{ spec, store, control, codec: conventionalCodec(ENCODER, PARAMETERS) },
      isolation: { mode: 'none', reason: 'a test of what is kept' },
      ...{ checks: ALL_CHECKS, codeSha256: 'c'.repeat(64), fresh: false },
      meter: new ProgressMeter('id', 9, () => {}),
      schedule: openSchedule(2, new AbortController().signal),
      ...change,
    },
    SMALL_CLIP,
    { strong },
  );
}

/** Measures it to the end. */
async function measure(...request: Parameters<typeof attempt>) {
  const outcome = await attempt(...request);
  if (outcome.error !== undefined) throw outcome.error;
  return { ...outcome, result: ClipResult.parse(outcome.result) };
}

/** A result without what two measurements of the same may differ in. */
const timeless = (result: ClipResult | ClipResult['anchor']) =>
  JSON.stringify(result, (key, value: unknown) => (/seconds|kept/.test(key) ? undefined : value));
const encodes = ({ encoded }: Awaited<ReturnType<typeof measure>>) =>
  [...encoded.anchors, ...encoded.test].length;
const entriesOf = (store: FileArtifactStore) => store.list('points/');

describe('a clip', () => {
  it('has every point proven by a second decode, and its bitstream under its own hash', () => {
    for (const point of [...first.result.points, ...first.result.anchor.points]) {
      expect(point.decoded_again_sha256).toBe(point.decoded_sha256);
      expect(point.bitstream_key).toBe(artifactKeys.bitstream(point.bitstream_sha256));
    }
    expect(first.result).toMatchObject({
      source: { set: 'tune' },
      anchor: { kept: false },
      ...{ strong_anchor: null, bd_rate_strong: null },
    });
    expect(first.result.rate_differences?.length).toBeGreaterThan(0);
  });

  it('lists the ladder, the operating point and its neighbour that misses the floor, and nothing else', () => {
    for (const { points, operating_point } of [first.result, first.result.anchor]) {
      const at = points.find(({ quality_control }) => quality_control === operating_point.quality_control);
      const next = points.find(({ quality_control }) => quality_control === (at?.quality_control ?? 0) + 1);
      expect(at && meetsFloor(at)).toBe(true);
      expect(next && !meetsFloor(next)).toBe(true);
      const searched = points.filter(({ role }) => role === 'floor');
      expect([at, next]).toEqual(expect.arrayContaining(searched));
    }
  });

  it('measured again encodes nothing and says the same', async () => {
    const again = await measure(await storeOfFirst());
    expect(encodes(again)).toBe(0);
    expect(again.result.anchor.kept).toBe(true);
    expect(timeless(again.result)).toBe(timeless(first.result));
  });

  it('says the same whichever points are kept, and encodes those that are not', async () => {
    const { store, lost } = await storeWithLosses();
    const again = await measure(store);
    expect(encodes(again)).toBe(lost.length);
    expect(timeless(again.result)).toBe(timeless(first.result));
    expect(await entriesOf(store)).toHaveLength(encodes(first));
  });

  it('given a damaged entry and a damaged bitstream, measures those points again and mends them', async () => {
    const store = await storeOfFirst();
    const [entry = ''] = await entriesOf(store);
    await store.put(entry, ((await store.get(entry)) ?? new Uint8Array()).subarray(0, 200));
    const bitstream = first.result.anchor.points[0]?.bitstream_key ?? '';
    const bytes = (await store.get(bitstream)) ?? new Uint8Array();
    await store.put(bitstream, bytes.with(40, (bytes[40] ?? 0) ^ 1));
    const again = await measure(store);
    // One where both damages met the same point.
    expect([1, 2]).toContain(encodes(again));
    expect(timeless(again.result)).toBe(timeless(first.result));
    expect(encodes(await measure(store))).toBe(0);
  });

  it('measured twice at once in one store gives the same twice, and all is kept', async () => {
    const { store } = await storeWithLosses();
    const [one, two] = await Promise.all([measure(store), measure(store)]);
    expect(timeless(one.result)).toBe(timeless(first.result));
    expect(timeless(two.result)).toBe(timeless(first.result));
    expect(encodes(await measure(store))).toBe(0);
  });

  it('measured afresh encodes everything, writes over nothing, and tells where the bits are others', async () => {
    const store = await storeOfFirst();
    const entries = await entriesOf(store);
    const contents = () => Promise.all(entries.map((key) => store.get(key)));
    const before = await contents();
    // An encoder that has changed under its name; the anchor's has not.
    const codec = conventionalCodec(ENCODER, { preset: 'superfast' });
    const { result, drift } = await measure(store, { fresh: true, codec });
    expect(result.anchor).toMatchObject({ kept: false });
    expect(timeless(result.anchor)).toBe(timeless(first.result.anchor));
    expect(await contents()).toEqual(before);

    const keptAt = (control: number) =>
      first.result.points.find(({ quality_control }) => quality_control === control)?.bitstream_sha256;
    const listed = drift.filter(({ quality_control }) => keptAt(quality_control) !== undefined);
    expect(listed.map(({ quality_control }) => quality_control)).toEqual(
      expect.arrayContaining([21, 26, 31, 36]),
    );
    for (const { encoder, quality_control, kept_sha256, measured_sha256 } of listed) {
      expect([encoder, kept_sha256]).toEqual([ENCODER, keptAt(quality_control)]);
      expect(measured_sha256).not.toBe(kept_sha256);
    }
    expect(drift.every(({ encoder }) => encoder === ENCODER)).toBe(true);
  });

  it('of which one encode fails, keeps nothing of what was measured beside it and leaves no file behind', async () => {
    const { store } = await storeWithLosses();
    const before = await entriesOf(store);
    const encode = () => Promise.reject(new Error('out of luck'));
    const codec: Codec = { ...conventionalCodec(ENCODER, PARAMETERS), encode };
    await expect(measure(store, { codec })).rejects.toThrow('out of luck');
    expect(await entriesOf(store)).toEqual(before);
    expect((await readdir(bench.folder)).filter((name) => name.startsWith('clip-'))).toEqual([]);
  });
});

describe('a clip that failed while its quality floor was searched for', () => {
  it('has the ladders that were measured, and no operating point from them', async () => {
    const whole = conventionalCodec(ENCODER, { preset: 'superfast' });
    let encodes = 0;
    const encode: Codec['encode'] = async (job) => {
      encodes += 1;
      if (encodes > 4) throw new Error('out of luck');
      return await whole.encode(job);
    };
    const spec = smallSpec(ENCODER, { preset: 'superfast' });

    const { error, result } = await attempt(await storeOfFirst(), { spec, codec: { ...whole, encode } });

    expect(error).toBeDefined();
    expect(result?.points).toHaveLength(4);
    expect(result?.points.some(meetsFloor)).toBe(true);
    for (const subject of [result, result?.anchor]) expect(subject?.operating_point.reached).toBe(false);
  });
});

describe('the strong anchor', () => {
  it('is measured only where it is asked for: libx265 veryslow, 10 bits, tuned for PSNR', async () => {
    const { result } = await measure(await storeOfFirst(), {}, true);
    const argv = result.strong_anchor?.points[0]?.encode.argv.join(' ');
    expect(argv).toContain('format=yuv420p10le');
    expect(argv).toContain('-preset veryslow -tune psnr');
    expect(result.strong_anchor?.kept).toBe(false);
    expect(result.anchor.kept).toBe(true);
    // The better the anchor, the worse the test looks beside it.
    expect(result.bd_rate_strong?.psnr_yuv.percent).toBeGreaterThan(result.bd_rate.psnr_yuv.percent ?? 1e9);
  });

  it('is none where libx265 does not code 10 bits, and the source says so', async () => {
    const eightBits = join(bench.folder, 'eight-bit-ffmpeg');
    const refuse = 'case "$*" in *yuv420p10le*) echo "no such format" >&2; exit 1;; esac';
    await writeFile(eightBits, `#!/bin/sh\n${refuse}\nexec ${bench.tools.ffmpeg} "$@"\n`, { mode: 0o755 });
    const tools = { ...bench.tools, ffmpeg: eightBits };
    const { result } = await measure(await storeOfFirst(), { tools }, true);
    expect(result).toMatchObject({ strong_anchor: null, bd_rate_strong: null });
    expect(result.source.notes).toContain(
      'no strong anchor: the libx265 of this ffmpeg does not code 10 bits',
    );
  });
});
