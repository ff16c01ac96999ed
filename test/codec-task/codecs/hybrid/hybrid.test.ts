import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SourceFrames } from '../../../../codec-task/codecs/codec.ts';
import { conventionalDecoder } from '../../../../codec-task/codecs/conventional/decode.ts';
import type { Decoder } from '../../../../codec-task/codecs/decoder.ts';
import { readHybrid, writeHybrid } from '../../../../codec-task/codecs/hybrid/bitstream.ts';
import { hybridDecoder } from '../../../../codec-task/codecs/hybrid/decode.ts';
import { hybridCodec } from '../../../../codec-task/codecs/hybrid/hybrid.ts';
import { decodeFrames } from '../../../../codec-task/measure/decode/decode-frames.ts';
import { frameBytes, type PictureSize } from '../../../../codec-task/media/frames.ts';
import { findTools, type Tools } from '../../../../codec-task/media/tools.ts';
import { ALL_CHECKS } from '../../../../lambdas/shared/checks.ts';
import type { Parameters } from '../../../../lambdas/shared/spec.ts';

const run = promisify(execFile);
const signal = new AbortController().signal;
let folder: string;
let tools: Tools;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'codec-lab-hybrid-'));
  tools = await findTools(process.env);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A clip that ffmpeg draws by a filter of its own. */
async function render(filter: string, size: PictureSize, frames: number): Promise<SourceFrames> {
  const path = join(await mkdtemp(join(folder, 'clip-')), 'source.yuv');
  const graph = filter.replaceAll('SIZE', `${size.width}x${size.height}`);
  const args = ['-v', 'error', '-f', 'lavfi', '-i', `${graph},format=yuv420p`, '-frames:v', String(frames)];
  await run(tools.ffmpeg, [...args, '-f', 'rawvideo', path]);
  return { ...size, path, fps: '25/1', frames };
}

async function encode(source: SourceFrames, encoder: string, parameters: Parameters, qualityControl: number) {
  const work = await mkdtemp(join(folder, 'encode-'));
  const request = { tools, source, signal, gop: 32, qualityControl, folder: work };
  const encoded = await hybridCodec(encoder, parameters).encode(request);
  return { ...encoded, bytes: new Uint8Array(await readFile(encoded.path)), left: await readdir(work) };
}

async function decode(bitstream: Uint8Array, source: SourceFrames, decoder: Decoder = hybridDecoder) {
  const work = await mkdtemp(join(folder, 'decode-'));
  const path = join(work, 'kept');
  await writeFile(path, bitstream);
  const frames: Buffer[] = [];
  const { sha256 } = await decodeFrames({
    ...{ tools, signal, folder: work, bitstream: path, sideFiles: [], decoder },
    ...{ size: source, frames: source.frames, checks: ALL_CHECKS },
    isolation: { mode: 'none', reason: 'a test' },
    onFrame: async (frame) => {
      frames.push(Buffer.from(frame));
    },
  });
  return { sha256, frames };
}

async function squaredError(frames: readonly Buffer[], source: SourceFrames): Promise<number> {
  const wanted = await readFile(source.path);
  const bytes = frameBytes(source);
  let sum = 0;
  frames.forEach((frame, index) => {
    for (let at = 0; at < bytes; at++) sum += ((frame[at] ?? 0) - (wanted[index * bytes + at] ?? 0)) ** 2;
  });
  return sum;
}

const TEXTURE = 'mandelbrot=size=SIZE:rate=25,noise=alls=8:allf=t';

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

  it.each([
    ['sides that no block fills', TEXTURE, { width: 98, height: 70 }, 9],
    ['a side just beyond a block', TEXTURE, { width: 130, height: 66 }, 9],
    ['one frame', TEXTURE, { width: 128, height: 96 }, 1],
    ['two frames', TEXTURE, { width: 128, height: 96 }, 2],
    ['three frames', TEXTURE, { width: 128, height: 96 }, 3],
    ['black', 'color=black:size=SIZE:rate=25', { width: 128, height: 96 }, 8],
    ['a still picture', 'color=gray:size=SIZE:rate=25,noise=alls=30', { width: 128, height: 96 }, 8],
    ['noise', 'color=gray:size=SIZE:rate=25,noise=alls=80:allf=t', { width: 128, height: 96 }, 8],
    [
      'scene cuts',
      'testsrc2=size=SIZE:rate=25,trim=end_frame=5[a];mandelbrot=size=SIZE:rate=25,trim=end_frame=5[b];[a][b]concat=n=2',
      { width: 128, height: 96 },
      10,
    ],
  ])(
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
    const work = await mkdtemp(join(folder, 'encode-'));
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
