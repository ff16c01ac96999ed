import { mkdtemp, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resolveCodec } from '../../../codec-task/codecs/resolve.ts';
import { CheckFailedError } from '../../../codec-task/measure/check-failed.ts';
import type { CheckName } from '../../../lambdas/shared/checks.ts';
import type { ExperimentResult } from '../../../lambdas/shared/result.ts';
import { SMALL_CLIP, smallSpec } from '../../support/bench.ts';
import { openExperiments, smallClip } from './given.ts';

type Experiments = Awaited<ReturnType<typeof openExperiments>>;
let bench: Experiments;
beforeAll(async () => {
  bench = await openExperiments();
});
afterAll(() => bench.close());
const run: Experiments['run'] = (spec, change) => bench.run(spec, change);

const SMALL_CLIP_WIDTH = 128;

describe('an experiment', () => {
  const CASES: [string, ReturnType<typeof smallSpec>['parameters']][] = [
    ['libx264', { preset: 'veryfast' }],
    ['libvpx-vp9', { 'cpu-used': 5, denoise: 'light' }],
    ['libsvtav1', { preset: 12 }],
  ];
  it.each(CASES)('given %s %o, measures a ladder and BD-rates of it', async (encoder, parameters) => {
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
    expect(result.bd_rate.psnr_yuv.percent).toBe(clip?.bd_rate.psnr_yuv.percent);
    expect(result).toMatchObject({ controls: null, sets: { tune: { clips: 1 }, validate: null } });

    const fractions = events.flatMap((event) => (event.event === 'step' ? [event.fraction] : []));
    expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
  });

  it("given the anchor's own configuration, answers a BD-rate of exactly zero and encodes nothing the second time", async () => {
    const first = await run(smallSpec('libx265'));
    const second = await run(smallSpec('libx265'));
    expect(first.result.bd_rate.psnr_yuv.percent).toBeCloseTo(0, 9);
    expect(first.result.flags).toEqual([]);
    expect(second.result.clips[0]?.anchor.kept).toBe(true);
    expect(second.result.cpu_seconds).toMatchObject({ encode: 0, decode: 0, anchor: 0, controls: 0 });
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

  it.each<[CheckName, string]>([
    ['decoy-decode', 'check-failed'],
    ['frame-count', 'frame-mismatch'],
    ['time-limit', 'timeout'],
  ])('given a codec that the check %s catches, fails as %s and names it', async (check, failureClass) => {
    const { result } = await run(smallSpec('libx264'), {
      resolve: (...choice) => {
        const { codec, control } = resolveCodec(...choice);
        const encode = () => Promise.reject(new CheckFailedError(check, 'seen in a test'));
        return { codec: { ...codec, encode }, control };
      },
    });
    const message = `the check ${check} failed: seen in a test`;
    expect(result).toMatchObject({ status: 'failed', failure: { class: failureClass, check, message } });
    expect(result).toMatchObject({ checks: [], flags: [], fingerprint: null });
    expect(result.sets).toBeUndefined();
  });

  it('given one clip, swaps its bitstream for one of the control clip; given two, for one of the other', async () => {
    const widths: number[] = [];
    const change: Parameters<typeof run>[1] = {
      resolve: (...choice) => {
        const { codec, control } = resolveCodec(...choice);
        const encode: typeof codec.encode = (request) => {
          widths.push(request.source.width);
          return codec.encode(request);
        };
        return { codec: { ...codec, encode }, control };
      },
    };
    const spec = smallSpec('libx264', { preset: 'superfast' });
    await run(spec, change);
    expect(widths.filter((width) => width !== SMALL_CLIP_WIDTH)).toEqual([192]);
    widths.length = 0;
    await run({ ...spec, clips: [SMALL_CLIP, smallClip('wide', { width: 160 })] }, change);
    expect(new Set(widths)).toEqual(new Set([160]));
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
    const { result } = await run(smallSpec('libx265', { preset: 'fast' }), {
      signal: stop.signal,
      report: (event) => event.event === 'step' && event.stage === 'encode' && stop.abort(),
    });
    expect(result).toMatchObject({ status: 'partial', failure: { class: 'stopped' } });
  });
});
