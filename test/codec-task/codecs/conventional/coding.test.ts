import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { conventionalCodec } from '../../../../codec-task/codecs/conventional/conventional.ts';
import { HEADER_BYTES, readHeader, writeHeader } from '../../../../codec-task/codecs/conventional/header.ts';
import { findTools, type Tools } from '../../../../codec-task/media/tools.ts';
import type { Parameters } from '../../../../lambdas/shared/spec.ts';

const run = promisify(execFile);
const SIZE = { width: 96, height: 64 };
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
    'testsrc2=size=96x64:rate=30,trim=end_frame=5[a];mandelbrot=size=96x64:rate=30,trim=end_frame=7[b];[a][b]concat=n=2,format=yuv420p';
  await run(tools.ffmpeg, ['-v', 'error', '-filter_complex', scenes, '-f', 'rawvideo', path]);
  source = { ...SIZE, path, fps: '30/1', frames: FRAMES };
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function fresh(): Promise<string> {
  return mkdtemp(join(folder, 'work-'));
}

async function encode(encoder: string, parameters: Parameters, gop = 8) {
  const request = { tools, source, signal, gop, qualityControl: 30, folder: await fresh() };
  return conventionalCodec(encoder, parameters).encode(request);
}

async function decode(bitstream: Uint8Array) {
  const work = await fresh();
  const path = join(work, 'bitstream');
  await writeFile(path, bitstream);
  const decoded = await conventionalCodec('libx264', {}).decode({
    tools,
    bitstream: path,
    folder: work,
    signal,
  });
  return { ...decoded, frames: await readFile(decoded.path), left: await readdir(work) };
}

/** Positions of keyframes and of pictures coded without reference to others, as ffprobe sees them. */
async function intraPictures(path: string): Promise<number[][]> {
  const bitstream = await readFile(path);
  const stream = join(await fresh(), 'stream');
  await writeFile(stream, bitstream.subarray(HEADER_BYTES));
  const show = [
    '-v',
    'error',
    '-f',
    readHeader(bitstream).format,
    '-show_entries',
    'frame=key_frame,pict_type',
  ];
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
    'by %s counts packets and header, and no words of the encoder',
    async (encoder, parameters) => {
      const { path, bytes, headerBytes, containerBytes } = await encode(encoder, parameters);
      const stored = await readFile(path);
      const container = readHeader(stored).format === 'ivf' ? 32 + 12 * FRAMES : 0;
      expect(headerBytes).toBe(HEADER_BYTES);
      expect(stored.length).toBe(containerBytes + HEADER_BYTES);
      // AV1 and VP9 may put a frame that is not shown into a packet of its own.
      expect(bytes).toBeLessThanOrEqual(stored.length - container);
      expect(bytes).toBeGreaterThan(stored.length - container - 12 * FRAMES);
      expect(stored.toString('latin1')).not.toMatch(/x26[45]/);
    },
  );

  it.each(FAST.slice(0, 4))('by %s gives the same bytes again', async (encoder, parameters) => {
    const [first, second] = [await encode(encoder, parameters), await encode(encoder, parameters)];
    expect(await readFile(first.path)).toEqual(await readFile(second.path));
  });
});

describe('a decode', () => {
  it('is given the bitstream and leaves frames of the size that its header tells', async () => {
    const { path } = await encode('libsvtav1', { preset: 12, scale: 0.75, pixel_format: 'yuv420p10le' });
    const decoded = await decode(await readFile(path));
    expect(decoded).toMatchObject(SIZE);
    expect(decoded.frames.length).toBe(96 * 64 * 1.5 * FRAMES);
    expect(decoded.left.sort()).toEqual(['bitstream', 'decoded.yuv']);
  });

  it('given ten bits, rounds them as arithmetic does', async () => {
    const { path } = await encode('libx265', { preset: 'ultrafast', pixel_format: 'yuv420p10le' });
    const stored = await readFile(path);
    const work = await fresh();
    await writeFile(join(work, 'stream'), stored.subarray(HEADER_BYTES));
    await run(tools.ffmpeg, ['-v', 'error', '-f', 'hevc', '-i', 'stream', '-f', 'rawvideo', 'ten.yuv'], {
      cwd: work,
    });
    const ten = await readFile(join(work, 'ten.yuv'));
    const rounded = Buffer.from(
      Array.from({ length: ten.length / 2 }, (_, index) =>
        Math.min(255, Math.floor(ten.readUInt16LE(2 * index) / 4 + 0.5)),
      ),
    );
    expect((await decode(stored)).frames).toEqual(rounded);
  });

  it('given a stream of another size than its header says, refuses it', async () => {
    const { path } = await encode('libx264', { preset: 'ultrafast' });
    const stored = await readFile(path);
    const turned = { ...readHeader(stored), width: 64, height: 96, codedWidth: 64, codedHeight: 96 };
    const lying = Buffer.concat([writeHeader(turned), stored.subarray(HEADER_BYTES)]);
    await expect(decode(lying)).rejects.toMatchObject({
      name: 'InvalidBitstream',
      message: expect.stringContaining('its frames are 96x64, its header says 64x96'),
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
      if (outcome instanceof Error) expect(['ToolFailed', 'InvalidBitstream']).toContain(outcome.name);
      else expect((outcome as { frames: Buffer }).frames.equals(whole)).toBe(false);
    }
  });
});
