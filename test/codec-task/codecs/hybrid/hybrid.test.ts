import { readdir } from 'node:fs/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SourceFrames } from '../../../../codec-task/codecs/codec.ts';
import { conventionalDecoder } from '../../../../codec-task/codecs/conventional/decode.ts';
import { readHybrid, writeHybrid } from '../../../../codec-task/codecs/hybrid/bitstream.ts';
import { hybridDecoder } from '../../../../codec-task/codecs/hybrid/decode.ts';
import { hybridCodec } from '../../../../codec-task/codecs/hybrid/hybrid.ts';
import type { Parameters } from '../../../../lambdas/shared/spec.ts';
import {
  decodeWith,
  encodeWith,
  HARD_CLIPS,
  render,
  squaredError,
  TEXTURE,
  tools,
  workFolder,
} from '../coding-ground.ts';

const encode = (source: SourceFrames, encoder: string, parameters: Parameters, qualityControl: number) =>
  encodeWith(hybridCodec(encoder, parameters), source, qualityControl);
const decode = (bitstream: Uint8Array, source: SourceFrames, decoder = hybridDecoder) =>
  decodeWith(decoder, bitstream, source);

describe('the hybrid codec', () => {
  it.each([
    ['libsvtav1', { preset: 12 }],
    ['libx265', { preset: 'superfast' }],
    ['libaom-av1', { 'cpu-used': 6, neighbours: 2 }],
  ] as [string, Parameters][])(
    'given texture coded by %s, comes nearer to the source than its base layer alone',
    async (encoder, parameters) => {
      const source = await render(TEXTURE, { width: 192, height: 128 }, 16);
      const { bytes, left, headerBytes } = await encode(source, encoder, parameters, 32);
      expect(left).toEqual(['bitstream.clb']);
      const { restoration, base } = readHybrid(bytes);
      expect(restoration.length).toBeGreaterThan(0);
      expect(headerBytes).toBe(bytes.length - base.length + 27);
      const restored = await decode(bytes, source);
      const alone = await decode(base, source, conventionalDecoder);
      expect(restored.frames).toHaveLength(16);
      expect(await squaredError(restored.frames, source)).toBeLessThan(
        0.998 * (await squaredError(alone.frames, source)),
      );
    },
  );

  it('given the same clip twice, gives the same bitstream and the same frames', async () => {
    const source = await render(TEXTURE, { width: 128, height: 96 }, 10);
    const [first, second] = [
      await encode(source, 'libsvtav1', { preset: 12 }, 40),
      await encode(source, 'libsvtav1', { preset: 12 }, 40),
    ];
    expect(first.bytes).toEqual(second.bytes);
    expect((await decode(first.bytes, source)).sha256).toBe((await decode(second.bytes, source)).sha256);
  });

  it.each(HARD_CLIPS)(
    'given %s, decodes as many frames and none worse than the base layer',
    async (_name, filter, size, frames) => {
      const source = await render(filter, size, frames);
      const { bytes } = await encode(source, 'libx265', { preset: 'superfast' }, 34);
      const restored = await decode(bytes, source);
      const alone = await decode(readHybrid(bytes).base, source, conventionalDecoder);
      expect(restored.frames).toHaveLength(frames);
      expect(await squaredError(restored.frames, source)).toBeLessThanOrEqual(
        await squaredError(alone.frames, source),
      );
    },
  );

  it('given a restoration that is damaged anywhere, fails by name or gives other frames, and never hangs', async () => {
    const source = await render(TEXTURE, { width: 128, height: 96 }, 8);
    const { bytes } = await encode(source, 'libx265', { preset: 'superfast' }, 30);
    const { restoration, base } = readHybrid(bytes);
    const { sha256 } = await decode(bytes, source);
    await fc.assert(
      fc.asyncProperty(
        fc.nat(restoration.length - 3),
        fc.integer({ min: 1, max: 255 }),
        async (at, change) => {
          const damaged = Uint8Array.from(restoration);
          damaged[at] = (damaged[at] ?? 0) ^ change;
          const outcome = await decode(writeHybrid({ restoration: damaged, base }), source).catch(
            (error: Error) => error.name,
          );
          if (typeof outcome === 'string') expect(outcome).toBe('DecodeFailed');
          else expect(outcome.sha256).not.toBe(sha256);
        },
      ),
      { numRuns: 12, endOnFailure: true },
    );
  });

  it('given an order to stop while it fits, stops at once', async () => {
    const source = await render(TEXTURE, { width: 640, height: 360 }, 40);
    const controller = new AbortController();
    const work = await workFolder();
    const request = { tools, source, gop: 32, qualityControl: 40, folder: work, signal: controller.signal };
    const ended = hybridCodec('libx265', { preset: 'ultrafast' }).encode(request);
    const isDecoded = async () => (await readdir(work)).includes('decoded.yuv');
    while (!(await isDecoded())) await new Promise((done) => setTimeout(done, 20));
    const asked = performance.now();
    controller.abort();
    await expect(ended).rejects.toMatchObject({ name: 'Stopped' });
    expect(performance.now() - asked).toBeLessThan(5000);
  });
});
