import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { measureControls } from '../../../../codec-task/measure/controls/controls.ts';
import { ProgressMeter } from '../../../../codec-task/measure/progress-meter.ts';
import { openSchedule } from '../../../../codec-task/measure/schedule.ts';
import { ALL_CHECKS } from '../../../../lambdas/shared/checks.ts';
import { Controls } from '../../../../lambdas/shared/result.ts';
import { canonicalJson, type ExperimentSpec, sha256 } from '../../../../lambdas/shared/spec.ts';
import { getText } from '../../../../lambdas/shared/stores/artifact-store.ts';
import { FileArtifactStore } from '../../../../lambdas/shared/stores/file-artifact-store.ts';
import { openBench } from '../../../support/bench.ts';

type Bench = Awaited<ReturnType<typeof openBench>>;
type Point = Readonly<Record<string, unknown>>;
let bench: Bench;
/** Measured in an empty store, of which `storeOfFirst` makes copies. */
let first: Awaited<ReturnType<typeof measure>>;
beforeAll(async () => {
  bench = await openBench();
  first = await measure(bench.store);
});
afterAll(() => bench.close());

async function measure(store: FileArtifactStore, change: object = {}, control?: ExperimentSpec['control']) {
  const outcome = await measureControls(
    {
      ...bench,
      ...{ store, checks: ALL_CHECKS, codeSha256: 'c'.repeat(64) },
      isolation: { mode: 'none', reason: 'a test of the controls' },
      meter: new ProgressMeter('id', 9, () => {}),
      schedule: openSchedule(2, new AbortController().signal),
      ...change,
    },
    control === undefined ? {} : { control },
    () => performance.now(),
  );
  return { encodes: outcome.encoded.length, controls: Controls.parse(outcome.controls) };
}

let stores = 0;
async function storeOfFirst() {
  const folder = join(bench.folder, `copy-${++stores}`);
  await cp(join(bench.folder, 'artifacts'), folder, { recursive: true });
  const store = new FileArtifactStore(folder);
  const [key = ''] = await store.list('controls/');
  return { store, key, text: (await getText(store, key)) ?? '' };
}

/** An entry that says something else and carries the right hash of that. */
function rewritten(text: string, change: (point: Point) => Point): string {
  const { sha256: _, ...content } = JSON.parse(text);
  const changed = { ...content, reading: content.reading.map(change) };
  return JSON.stringify({ ...changed, sha256: sha256(canonicalJson(changed)) });
}

describe('the controls of an experiment', () => {
  it('given an empty store, measure the anchor twice, come out sound and are kept', async () => {
    expect(first).toMatchObject({
      encodes: 12,
      controls: {
        sound: true,
        clip: 'control clip, 192x128, 16 frames',
        controls: [
          { role: 'anchor', bd_rate_percent: 0, drift_percent: 0 },
          { role: 'known-bad', drift_percent: null },
        ],
      },
    });
    expect(first.controls.controls[1]?.bd_rate_percent).toBeGreaterThan(100);
    expect(await bench.store.list('')).toHaveLength(1);
  });

  it('given what was kept, measure all anew and come out the same', async () => {
    const { store } = await storeOfFirst();
    const { encodes, controls } = await measure(store);
    expect(encodes).toBe(8);
    expect({ ...controls, wall_seconds: 0 }).toEqual({ ...first.controls, wall_seconds: 0 });
  });

  it('given another program and a champion, keep both beside', async () => {
    const { store } = await storeOfFirst();
    const champion = { encoder: 'libx264', parameters: { preset: 'veryfast' } };
    const { controls } = await measure(store, { codeSha256: 'd'.repeat(64) }, champion);
    expect(controls).toMatchObject({
      sound: true,
      reason: expect.stringContaining('anchor and champion came out as before'),
      controls: [{ role: 'anchor' }, { role: 'champion', ...champion, drift_percent: 0 }, {}],
    });
    expect(await store.list('controls/')).toHaveLength(3);
  });

  it.each([
    [
      'the anchor to have cost 1 % less',
      (point: Point) => ({ ...point, bitrate_mbps: Number(point['bitrate_mbps']) / 1.01 }),
      /the anchor control \(libx265\) differs by \+1\.00 %/,
    ],
    [
      'other bits to have come to the same',
      (point: Point) => ({ ...point, bitstream_sha256: 'others' }),
      /gives other bits than before with the same ffmpeg/,
    ],
  ])('given a kept value that says %s, are not sound and leave it as it is', async (_, change, reason) => {
    const { store, key, text } = await storeOfFirst();
    const other = rewritten(text, change);
    await store.put(key, other);
    const { controls } = await measure(store);
    expect(controls).toMatchObject({ sound: false, reason: expect.stringMatching(reason) });
    expect(await getText(store, key)).toBe(other);
  });

  it('given a damaged entry, measure it as if there were none', async () => {
    const { store, key, text } = await storeOfFirst();
    await store.put(key, text.replace('"bitrate_mbps": 0', '"bitrate_mbps": 1'));
    expect(await measure(store)).toMatchObject({ encodes: 12, controls: { sound: true } });
    expect(await getText(store, key)).toBe(text);
  });

  it('given a champion that cannot be encoded, say so', async () => {
    const champion = { encoder: 'libx264', parameters: { preset: 'none' } };
    const { controls } = await measure(bench.store, {}, champion);
    expect(controls).toMatchObject({
      sound: false,
      controls: [],
      reason: expect.stringMatching(/^the controls could not be measured: .*preset = "none"/),
    });
  });
});
