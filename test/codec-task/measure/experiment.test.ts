import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeConventional } from '../../../codec-task/codecs/conventional/decode.ts';
import { runExperiment } from '../../../codec-task/measure/experiment.ts';
import { artifactKeys } from '../../../lambdas/shared/keys.ts';
import type { ProgressEvent } from '../../../lambdas/shared/progress.ts';
import { ExperimentResult } from '../../../lambdas/shared/result.ts';
import { openBench, SMALL_CLIP, smallSpec } from '../../support/bench.ts';

type Bench = Awaited<ReturnType<typeof openBench>>;
let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

let count = 0;
const run = async (
  spec: ReturnType<typeof smallSpec>,
  change: Partial<Parameters<typeof runExperiment>[0]> = {},
) => {
  const folder = await mkdtemp(join(bench.folder, 'work-'));
  const events: ProgressEvent[] = [];
  const result = await runExperiment({
    ...bench,
    campaign: 'test',
    experimentId: `experiment-${++count}`,
    spec,
    folder,
    cores: 2,
    report: (event) => events.push(event),
    now: () => new Date(),
    ...change,
  });
  return { result: ExperimentResult.parse(result), events };
};

describe('an experiment', () => {
  const CASES: [string, ReturnType<typeof smallSpec>['parameters']][] = [
    ['libx264', { preset: 'veryfast' }],
    ['libx265', { preset: 'ultrafast', pixel_format: 'yuv420p10le' }],
    ['libvpx-vp9', { 'cpu-used': 5, denoise: 'light' }],
    ['libsvtav1', { preset: 12 }],
    ['libaom-av1', { 'cpu-used': 6, pixel_format: 'yuv420p' }],
  ];
  it.each(CASES)(
    'given %s %o, measures a ladder, BD-rates and bitstreams that can be decoded again',
    async (encoder, parameters) => {
      const { result, events } = await run(smallSpec(encoder, parameters));
      expect(result.failure).toBeNull();
      const [clip] = result.clips;
      expect(clip?.source.kind).toBe('synthetic');
      expect(clip?.points.length).toBeGreaterThanOrEqual(4);
      for (const point of clip?.points ?? []) {
        expect(point.bytes).toBeLessThanOrEqual(point.container_bytes + point.header_bytes);
        expect(point.psnr_yuv).toBeCloseTo((6 * point.psnr_y + point.psnr_u + point.psnr_v) / 8, 9);
        expect(point.encode.argv.join(' ')).not.toContain(bench.folder);
      }
      const rates = clip?.points.map((point) => point.bitrate_mbps);
      expect(rates).toEqual([...(rates ?? [])].sort((a, b) => a - b));
      expect(result.bd_rate.psnr_yuv.percent === null).toBe(result.bd_rate.psnr_yuv.reason !== null);

      const fractions = events.flatMap((event) => (event.event === 'step' ? [event.fraction] : []));
      expect(fractions).toEqual([...fractions].sort((a, b) => a - b));

      const point = clip?.points[0];
      const folder = await mkdtemp(join(bench.folder, 'again-'));
      await bench.store.getFile(point?.bitstream_key ?? '', join(folder, 'kept.clb'));
      const again = await decodeConventional({ ...bench, bitstream: join(folder, 'kept.clb'), folder });
      expect((await readFile(again.path)).length).toBe(128 * 96 * 1.5 * 8);
    },
  );

  it("given the anchor's own configuration, answers a BD-rate of exactly zero and uses the kept anchor the second time", async () => {
    const first = await run(smallSpec('libx265'));
    const second = await run(smallSpec('libx265'));
    expect(first.result.bd_rate.psnr_yuv.percent).toBeCloseTo(0, 9);
    expect(second.result.clips[0]?.anchor.kept).toBe(true);
    const timeless = (result: ExperimentResult) =>
      JSON.stringify(result, (key, value: unknown) =>
        /seconds|started_at|experiment_id|bitstream_key|kept/.test(key) ? undefined : value,
      );
    expect(timeless(second.result)).toBe(timeless(first.result));
  });

  it('given half the coded size, decodes back to the full size', async () => {
    const { result } = await run(smallSpec('libx264', { preset: 'ultrafast', scale: 0.5 }));
    expect(result.failure).toBeNull();
    const [point] = result.clips[0]?.points ?? [];
    expect(point?.encode.argv.join(' ')).toContain('scale=64:64:flags=lanczos');
    expect(point?.decode.argv.join(' ')).toContain('scale=128:96:flags=lanczos');
  });

  it('given a damaged kept anchor, measures it again', async () => {
    const before = await run(smallSpec('libx264', { preset: 'ultrafast' }));
    await bench.store.put(
      artifactKeys.anchor(before.result.clips[0]?.anchor.key ?? ''),
      '{"schema":"codec-lab.anchor.v1"',
    );
    const after = await run(smallSpec('libx264', { preset: 'ultrafast' }));
    expect(after.result.clips[0]?.anchor.kept).toBe(false);
  });

  it.each([
    ['libx264; rm -rf /', {}, 'encoder "libx264; rm -rf /" is unknown; allowed: libx264'],
    ['libx264', { preset: '$(reboot)' }, 'preset = "$(reboot)" is not allowed; allowed: ultrafast'],
    ['libsvtav1', { 'crf; ls': 1 }, 'libsvtav1 has no parameter "crf; ls"'],
  ])('given the spec %s %o, fails as data with the allowed values', async (encoder, parameters, sentence) => {
    const { result } = await run(smallSpec(encoder, parameters));
    expect(result).toMatchObject({
      status: 'failed',
      failure: { class: 'invalid-spec', message: expect.stringContaining(sentence) },
    });
  });

  it('given one unreadable clip of two, fails with its name', async () => {
    const text = join(bench.folder, 'notes.mp4');
    await writeFile(text, 'these are not frames\n'.repeat(100));
    await bench.store.putFile('campaigns/test/clips/notes.mp4', text);
    const spec = {
      ...smallSpec('libx264'),
      clips: [
        SMALL_CLIP,
        { kind: 'stored' as const, name: 'notes.mp4', key: 'campaigns/test/clips/notes.mp4' },
      ],
    };
    const { result } = await run(spec);
    expect(result).toMatchObject({
      status: 'failed',
      failure: { class: 'clip-unreadable', message: expect.stringContaining('clip notes.mp4') },
    });
  });

  it('given an encoder that crashes at one rate point, fails by its words and leaves no file behind', async () => {
    const crashing = join(bench.folder, 'crashing-ffmpeg');
    const crash = 'case "$*" in *"-crf 31"*) echo "Error: out of luck" >&2; exit 1;; esac';
    await writeFile(crashing, `#!/bin/sh\n${crash}\nexec ${bench.tools.ffmpeg} "$@"\n`, { mode: 0o755 });
    const folder = await mkdtemp(join(bench.folder, 'work-'));
    const { result } = await run(smallSpec('libx264', { preset: 'ultrafast' }), {
      folder,
      tools: { ...bench.tools, ffmpeg: crashing },
    });
    expect(result).toMatchObject({
      status: 'failed',
      failure: { class: 'encode-failed', message: expect.stringContaining('out of luck') },
      bd_rate: { psnr_yuv: { percent: null } },
      fingerprint: null,
    });
    expect(await readdir(folder)).toEqual([]);
  });

  it('given an ffmpeg without the encoder, says so', async () => {
    const { result } = await run(smallSpec('libaom-av1'), {
      capabilities: { ...bench.capabilities, encoders: ['libx265'] },
    });
    expect(result.failure).toMatchObject({
      class: 'unsupported',
      message: expect.stringContaining('no encoder libaom-av1'),
    });
  });

  it('given a stop in the middle, is partial', async () => {
    const stop = new AbortController();
    const { result } = await run(smallSpec('libx265', { preset: 'medium' }), {
      signal: stop.signal,
      report: (event) => event.event === 'step' && event.stage === 'encode' && stop.abort(),
    });
    expect(result).toMatchObject({ status: 'partial', failure: { class: 'stopped' } });
  });
});
