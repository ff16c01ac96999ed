import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Codec } from '../../../codec-task/codecs/codec.ts';
import { conventionalCodec } from '../../../codec-task/codecs/conventional/conventional.ts';
import { experimentFailure } from '../../../codec-task/measure/failure.ts';
import { measurePoint, megabitsPerSecond } from '../../../codec-task/measure/rate-point.ts';
import { ToolFailedError } from '../../../codec-task/media/tool-errors.ts';
import { findTools, type Tools } from '../../../codec-task/media/tools.ts';

const FRAME = 96 * 64 * 1.5;
let folder: string;
let tools: Tools;
const source = { path: '', width: 96, height: 64, fps: '30/1', frames: 8 };
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'codec-lab-point-'));
  tools = await findTools(process.env);
  source.path = join(folder, 'source.yuv');
  await writeFile(
    source.path,
    new Uint8Array(FRAME * 8).map((_, index) => 128 + 50 * Math.sin(index / 700)),
  );
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const honest = conventionalCodec('libx264', { preset: 'ultrafast' });

async function measure(codec: Codec) {
  const work = await mkdtemp(join(folder, 'work-'));
  const point = measurePoint({
    ...{ tools, codec, source, gop: 8, qualityControl: 30, role: 'ladder', folder: work },
    signal: new AbortController().signal,
    keep: async (path) => `kept ${(await readFile(path)).length} bytes`,
    onStage: () => {},
  });
  return point.finally(async () => expect(await readdir(work)).toEqual([]));
}

/** A codec that decodes honestly and then changes the frames. */
const tampering = (
  change: (frames: Buffer) => Uint8Array,
  size?: { width: number; height: number },
): Codec => ({
  ...honest,
  decode: async (request) => {
    const decoded = await honest.decode(request);
    await writeFile(decoded.path, change(await readFile(decoded.path)));
    return { ...decoded, ...size };
  },
});

describe('a rate point', () => {
  it('given an honest codec, has bytes, rate and quality, and leaves no file behind', async () => {
    const point = await measure(honest);
    expect(point.bitrate_mbps).toBe((point.bytes * 8 * 30) / 8 / 1e6);
    expect(point.bitstream_key).toBe(`kept ${point.bytes} bytes`);
    expect(point.psnr_yuv).toBeGreaterThan(30);
  });

  it('given a decoder that looks around, shows it the bitstream and nothing else', async () => {
    let seen: string[] = [];
    const curious: Codec = {
      ...honest,
      decode: async (request) => {
        seen = [...(await readdir(request.folder)), ...(await readdir(join(request.folder, '..')))];
        return honest.decode(request);
      },
    };
    await measure(curious);
    expect(seen).toEqual(['bitstream', 'decode']);
  });

  it.each([
    [
      'one frame fewer',
      tampering((frames) => frames.subarray(FRAME)),
      '7 frames of 96x64, the source 8 frames',
    ],
    [
      'half a frame more',
      tampering((frames) => Buffer.concat([frames, frames.subarray(0, FRAME / 2)])),
      '8.5 frames',
    ],
    ['another size', tampering((frames) => frames, { width: 64, height: 96 }), '8 frames of 64x96'],
  ])('given %s, takes no score', async (_, codec, sentence) => {
    const error = await measure(codec).catch((thrown: unknown) => thrown);
    expect(experimentFailure(error)).toMatchObject({
      class: 'frame-mismatch',
      message: expect.stringContaining(sentence),
    });
  });

  it('given a bitstream that is none, is a failed decode', async () => {
    const lost: Codec = {
      ...honest,
      encode: async (request) => {
        const encoded = await honest.encode(request);
        await writeFile(encoded.path, 'nothing');
        return encoded;
      },
    };
    const error = await measure(lost).catch((thrown: unknown) => thrown);
    expect(experimentFailure(error)).toMatchObject({
      class: 'decode-failed',
      message: expect.stringContaining('fewer than a header'),
    });
  });

  it('counts the duration by frames and rate', () => {
    expect(megabitsPerSecond(125_000, { fps: '30000/1001', frames: 30 })).toBeCloseTo(1 / 1.001, 9);
  });
});

describe('the class of a failure', () => {
  const ended = (signal: string | undefined) =>
    new ToolFailedError({ argv: ['ffmpeg'], exitCode: 1, signal, wallSeconds: 1, stderrTail: 'x' });

  it('blames the machine when the system killed a program, and not the idea', () => {
    expect(experimentFailure(new Error('encode failed', { cause: ended('SIGKILL') }))?.class).toBe(
      'out-of-memory',
    );
    expect(experimentFailure(ended(undefined))?.class).toBe('infrastructure');
  });

  it('is none for a fault that nobody foresaw', () => {
    expect(experimentFailure(new TypeError('undefined is not a function'))).toBeUndefined();
    expect(experimentFailure('text')).toBeUndefined();
  });
});
