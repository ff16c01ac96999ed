import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BITSTREAM_NAME } from '../../../../codec-task/codecs/codec.ts';
import { fileFormat } from '../../../../codec-task/codecs/conventional/arguments.ts';
import { conventionalCodec } from '../../../../codec-task/codecs/conventional/conventional.ts';
import {
  conventionalDecoder,
  unwrapConventional,
} from '../../../../codec-task/codecs/conventional/decode.ts';
import { HEADER_BYTES, readHeader, writeHeader } from '../../../../codec-task/codecs/conventional/header.ts';
import { readPackets } from '../../../../codec-task/codecs/conventional/packets.ts';
import { decodeFrames } from '../../../../codec-task/measure/decode/decode-frames.ts';
import { findTools, type Tools } from '../../../../codec-task/media/tools.ts';
import { ALL_CHECKS } from '../../../../lambdas/shared/checks.ts';
import type { Parameters } from '../../../../lambdas/shared/spec.ts';

const run = promisify(execFile);
const SIZE = { width: 128, height: 96 };
const FRAMES = 12;
const signal = new AbortController().signal;
let folder: string;
let tools: Tools;
let source: typeof SIZE & { path: string; fps: string; frames: number };

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'codec-lab-coding-'));
  tools = await findTools(process.env);
  const path = join(folder, 'source.yuv');
  // Two scenes, cut at the sixth frame: an encoder that looks for cuts would set a keyframe there.
  const scenes =
    'testsrc2=size=128x96:rate=30,trim=end_frame=5[a];mandelbrot=size=128x96:rate=30,trim=end_frame=7[b];[a][b]concat=n=2,format=yuv420p';
  await run(tools.ffmpeg, ['-v', 'error', '-filter_complex', scenes, '-f', 'rawvideo', path]);
  source = { ...SIZE, path, fps: '30/1', frames: FRAMES };
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Ten bits to eight as a person would write it down. */
function roundedByArithmetic(ten: Buffer): Buffer {
  return Buffer.from(
    Array.from({ length: ten.length / 2 }, (_, index) =>
      Math.min(255, Math.floor(ten.readUInt16LE(2 * index) / 4 + 0.5)),
    ),
  );
}

async function fresh(): Promise<string> {
  return mkdtemp(join(folder, 'work-'));
}

async function encode(encoder: string, parameters: Parameters, gop = 8) {
  const request = { tools, source, signal, gop, qualityControl: 30, folder: await fresh() };
  return conventionalCodec(encoder, parameters).encode(request);
}

async function decode(bitstream: Uint8Array) {
  const work = await fresh();
  const path = join(work, 'kept');
  await writeFile(path, bitstream);
  const frames: Buffer[] = [];
  const { sha256, call } = await decodeFrames({
    ...{ tools, signal, folder: work, bitstream: path, sideFiles: [], decoder: conventionalDecoder },
    ...{ size: SIZE, frames: FRAMES, isolation: { mode: 'none', reason: 'a test' }, checks: ALL_CHECKS },
    onFrame: async (frame) => {
      frames.push(Buffer.from(frame));
    },
  });
  return { sha256, call, frames: Buffer.concat(frames), left: await readdir(work) };
}

/** The stream as ffmpeg takes it. */
function streamOf(bitstream: Uint8Array): Uint8Array {
  return unwrapConventional(bitstream).files[0]?.bytes ?? new Uint8Array();
}

/** Positions of keyframes and of pictures coded without reference to others, as ffprobe sees them. */
async function intraPictures(path: string): Promise<number[][]> {
  const bitstream = await readFile(path);
  const stream = join(await fresh(), 'stream');
  await writeFile(stream, streamOf(bitstream));
  const format = fileFormat(readHeader(bitstream));
  const show = ['-v', 'error', '-f', format, '-show_entries', 'frame=key_frame,pict_type'];
  const { stdout } = await run(tools.ffprobe, [...show, '-of', 'csv=p=0', stream]);
  const lines = stdout.trim().split('\n');
  return [/^1/, /I/].map((mark) => lines.flatMap((line, index) => (mark.test(line) ? [index] : [])));
}

const FAST: [string, Parameters][] = [
  // The fastest presets look for no scene cuts of their own accord.
  ['libx264', { preset: 'superfast' }],
  ['libx265', { preset: 'superfast' }],
  ['libvpx-vp9', { 'cpu-used': 5 }],
  ['libsvtav1', { preset: 12 }],
  ['libaom-av1', {}],
];

describe('an encode', () => {
  it.each(FAST)(
    'by %s sets keyframes at the fixed distance and at no scene cut',
    async (encoder, parameters) => {
      const { path } = await encode(encoder, parameters);
      expect(await intraPictures(path)).toEqual([
        [0, 8],
        [0, 8],
      ]);
    },
  );

  it.each(FAST)(
    'by %s leaves one file of header and packets, without a container or words of the encoder',
    async (encoder, parameters) => {
      const { path, sideFiles, headerBytes, containerBytes } = await encode(encoder, parameters);
      const stored = await readFile(path);
      expect(await readdir(dirname(path))).toEqual([BITSTREAM_NAME]);
      expect(sideFiles).toEqual([]);
      expect(headerBytes).toBe(HEADER_BYTES);
      expect(stored.toString('latin1')).not.toMatch(/x26[45]|DKIF/);
      const payload = stored.length - HEADER_BYTES;
      if (fileFormat(readHeader(stored)) === 'ivf') {
        const packets = readPackets(stored.subarray(HEADER_BYTES));
        // 32 bytes and 12 for each packet are gone, one or two for its length came instead.
        expect(payload).toBeLessThanOrEqual(containerBytes - 32 - 10 * packets.length);
        expect(payload).toBeGreaterThanOrEqual(containerBytes - 32 - 11 * packets.length);
      } else expect(payload).toBe(containerBytes);
    },
  );

  it.each(FAST.slice(0, 4))('by %s gives the same bytes again', async (encoder, parameters) => {
    const [first, second] = [await encode(encoder, parameters), await encode(encoder, parameters)];
    expect(await readFile(first.path)).toEqual(await readFile(second.path));
  });
});

describe('a decode', () => {
  it.each(FAST)(
    "of a stream by %s gives the frames of the encoder's own file",
    async (encoder, parameters) => {
      const { path } = await encode(encoder, parameters);
      const bitstream = await readFile(path);
      const { frames, call } = await decode(bitstream);
      const work = await fresh();
      await writeFile(join(work, 'stream'), streamOf(bitstream));
      const deep = readHeader(bitstream).bitDepth === 10;
      const format = ['-pix_fmt', deep ? 'yuv420p10le' : 'yuv420p', '-f', 'rawvideo', 'raw.yuv'];
      await run(tools.ffmpeg, ['-v', 'error', '-i', 'stream', '-fps_mode', 'passthrough', ...format], {
        cwd: work,
      });
      const raw = await readFile(join(work, 'raw.yuv'));
      expect(frames.equals(deep ? roundedByArithmetic(raw) : raw)).toBe(true);
      expect(call.argv.slice(-5)).toEqual(['-f', 'yuv4mpegpipe', '-strict', '-1', '-']);
      expect(call.argv.join(' ')).not.toContain(folder);
    },
  );

  it('of a smaller coded size gives the size that its header tells, and leaves nothing behind', async () => {
    const { path } = await encode('libsvtav1', { preset: 12, scale: 0.75, pixel_format: 'yuv420p10le' });
    const decoded = await decode(await readFile(path));
    expect(decoded.frames.length).toBe(SIZE.width * SIZE.height * 1.5 * FRAMES);
    expect(decoded.left).toEqual(['kept']);
  });

  it('given a header that asks for another size, is caught by its frames', async () => {
    const { path } = await encode('libx264', { preset: 'ultrafast' });
    const stored = await readFile(path);
    const larger = { ...readHeader(stored), width: 2 * SIZE.width, height: 2 * SIZE.height };
    const lying = Buffer.concat([writeHeader(larger), stored.subarray(HEADER_BYTES)]);
    await expect(decode(lying)).rejects.toMatchObject({
      check: 'frame-size',
      message: expect.stringContaining('the decode is 256x192, the source 128x96'),
    });
  });

  it('given a damaged stream, never gives the undamaged frames', async () => {
    const { path } = await encode('libx264', { preset: 'ultrafast' });
    const stored = await readFile(path);
    const whole = (await decode(stored)).frames;
    const cut = stored.subarray(0, Math.round(stored.length / 2));
    const flipped = Buffer.from(stored);
    flipped.fill(0x55, stored.length - 60, stored.length - 20);
    for (const damaged of [cut, flipped, stored.subarray(0, HEADER_BYTES)]) {
      const outcome = await decode(damaged).catch((error: unknown) => error);
      if (outcome instanceof Error) expect(['DecodeFailed', 'CheckFailed']).toContain(outcome.name);
      else expect((outcome as { frames: Buffer }).frames.equals(whole)).toBe(false);
    }
  });
});
