import { createHash } from 'node:crypto';
import {
  appendFile,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Codec, Encoded, EncodeRequest } from '../../../codec-task/codecs/codec.ts';
import { conventionalCodec } from '../../../codec-task/codecs/conventional/conventional.ts';
import type { Decoder } from '../../../codec-task/codecs/decoder.ts';
import { experimentFailure } from '../../../codec-task/measure/failure.ts';
import { openQualityMeter } from '../../../codec-task/measure/metrics/quality-meter.ts';
import { measurePoint, megabitsPerSecond } from '../../../codec-task/measure/rate-point.ts';
import { ToolFailedError } from '../../../codec-task/media/tool-errors.ts';
import { findTools, type Tools } from '../../../codec-task/media/tools.ts';
import { CHECK_NAMES, type CheckName } from '../../../lambdas/shared/checks.ts';

const FRAME = 128 * 96 * 1.5;
const signal = new AbortController().signal;
let folder: string;
let tools: Tools;
const source = { path: '', width: 128, height: 96, fps: '30/1', frames: 8 };
let frames: Uint8Array;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'codec-lab-point-'));
  tools = await findTools(process.env);
  source.path = join(folder, 'source.yuv');
  frames = new Uint8Array(FRAME * 8).map((_, index) => 128 + 50 * Math.sin(index / 700));
  await writeFile(source.path, frames);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const honest = conventionalCodec('libx264', { preset: 'ultrafast' });

async function measure(codec: Codec, without: readonly CheckName[] = [], measured = source) {
  const work = await mkdtemp(join(folder, 'work-'));
  const point = measurePoint({
    ...{ tools, codec, source, signal, gop: 8, qualityControl: 30, role: 'ladder', folder: work },
    sourceSha256: createHash('sha256').update(frames).digest('hex'),
    isolation: { mode: 'none', reason: 'a test' },
    checks: new Set(CHECK_NAMES.filter((name) => !without.includes(name))),
    openMeter: (inFolder) =>
      openQualityMeter({ tools, source: measured, signal, filters: [], folder: inFolder }),
    keep: async (path) => `kept ${(await readFile(path)).length} bytes`,
    onStage: () => {},
  });
  return point.finally(async () => expect(await readdir(work)).toEqual([]));
}

/** The honest codec, with something done to what it left. */
function afterwards(change: (encoded: Encoded, request: EncodeRequest) => Promise<unknown>): Codec {
  return {
    ...honest,
    encode: async (request) => {
      const encoded = await honest.encode(request);
      return { ...encoded, ...((await change(encoded, request)) as Partial<Encoded> | undefined) };
    },
  };
}

/** A codec whose bitstream is the raw frames, all or the first of them in a side file. */
function rawCodec(sideBytes = 0): Codec {
  const code = `const fs = require('fs');
const side = fs.existsSync('side-0') ? fs.readFileSync('side-0') : Buffer.alloc(0);
const raw = Buffer.concat([side, fs.readFileSync('bitstream')]);
process.stdout.write('YUV4MPEG2 W128 H96 F30:1 Ip C420\\n');
for (let at = 0; at < raw.length; at += ${FRAME}) process.stdout.write(Buffer.concat([Buffer.from('FRAME\\n'), raw.subarray(at, at + ${FRAME})]));`;
  const decoder: Decoder = { kind: 'program', code: [{ name: 'decode.cjs', bytes: Buffer.from(code) }] };
  return {
    decoder,
    encode: async (request) => {
      const [path, side] = ['bitstream.clb', 'frames'].map((name) => join(request.folder, name)) as [
        string,
        string,
      ];
      const raw = await readFile(request.source.path);
      await writeFile(path, raw.subarray(sideBytes));
      if (sideBytes > 0) await writeFile(side, raw.subarray(0, sideBytes));
      const call = { argv: ['raw'], cpu_seconds: 0, wall_seconds: 0 };
      return {
        path,
        call,
        sideFiles: sideBytes > 0 ? [side] : [],
        headerBytes: 0,
        containerBytes: raw.length,
      };
    },
  };
}

describe('a rate point', () => {
  it('given an honest codec, has bytes, rate, quality and hashes, and leaves no file behind', async () => {
    const point = await measure(honest);
    expect(point.bitrate_mbps).toBe((point.bytes * 8 * 30) / 8 / 1e6);
    expect(point.bitstream_key).toBe(`kept ${point.bytes} bytes`);
    expect(point).toMatchObject({ bitstream_bytes: point.bytes, side_bytes: 0, decoder_bytes: 0, frames: 8 });
    expect(point.psnr_yuv).toBeGreaterThan(30);
    expect(point.ms_ssim).toBeGreaterThan(0.9);
    expect(point.source_sha256).toBe(createHash('sha256').update(frames).digest('hex'));
    expect(point.argv_sha256).toBe(
      createHash('sha256').update(JSON.stringify(point.encode.argv)).digest('hex'),
    );
    expect(JSON.stringify([point.encode.argv, point.decode.argv])).not.toContain(folder);
  });

  it('counts every byte that reaches the decoder, and the code of one that is not released', async () => {
    const codec = rawCodec(2 * FRAME);
    const point = await measure(codec);
    if (codec.decoder.kind !== 'program') throw new Error('the decoder is a program');
    const [{ name, bytes: code }] = codec.decoder.code;
    const decoderBytes = brotliCompressSync(Buffer.concat([Buffer.from(`${name}\n`), code])).length;
    expect(point).toMatchObject({
      bitstream_bytes: 6 * FRAME,
      side_bytes: 2 * FRAME,
      decoder_bytes: decoderBytes,
      bytes: 8 * FRAME + decoderBytes,
      side_keys: [`kept ${2 * FRAME} bytes`],
      decoded_sha256: point.source_sha256,
    });
    const uncharged = await measure(codec, ['charged-side-files', 'charged-decoder']);
    expect(uncharged.bytes).toBe(6 * FRAME);
  });

  const move = async (encoded: Encoded, to: string) => {
    await rename(encoded.path, to);
    return { path: to };
  };
  const conduct: [CheckName, string, Codec][] = [
    [
      'plain-bytes',
      'a link',
      afterwards(async (encoded) => {
        await rename(encoded.path, `${encoded.path}-real`);
        await symlink(`${encoded.path}-real`, encoded.path);
      }),
    ],
    ['plain-bytes', 'no file', afterwards((encoded) => rm(encoded.path))],
    ['plain-bytes', 'a device', afterwards(async () => ({ path: '/dev/zero' }))],
    [
      'neutral-name',
      'another name',
      afterwards((encoded) => move(encoded, join(dirname(encoded.path), '2f'))),
    ],
    ['neutral-time', 'another time', afterwards((encoded) => utimes(encoded.path, 1e9, 1e9))],
    ['bitstream-not-empty', 'no bytes', afterwards((encoded) => writeFile(encoded.path, ''))],
    ['declared-files', 'a file beside', afterwards((encoded) => writeFile(`${encoded.path}.result`, '{}'))],
    [
      'source-unchanged',
      'another source',
      afterwards(async (_, request) => {
        await appendFile(request.source.path, '');
        await utimes(request.source.path, 1e9, 1e9);
      }),
    ],
    [
      'clean-environment',
      'a variable',
      afterwards(async () => {
        process.env['CODEC_LAB_LEFT'] = 'payload';
      }),
    ],
  ];
  it.each(conduct)('is refused by %s when the encode leaves %s', async (check, _, codec) => {
    try {
      await expect(measure(codec)).rejects.toMatchObject({ name: 'CheckFailed', check });
    } finally {
      delete process.env['CODEC_LAB_LEFT'];
    }
  });

  it('is refused by source-unchanged when another source has been measured against', async () => {
    // The meter reads what lies there by its time; the harness looked at the file itself right after the encode.
    const path = join(folder, 'other.yuv');
    await writeFile(
      path,
      frames.map((sample) => sample ^ 1),
    );
    const other = { ...source, path };
    await expect(measure(honest, [], other)).rejects.toMatchObject({ check: 'source-unchanged' });
    expect((await measure(honest, ['source-unchanged'], other)).frames).toBe(8);
  });

  it('is refused by frame-order when two frames stand in the place of each other', async () => {
    const raw = rawCodec();
    const swapped: Codec = {
      ...raw,
      encode: async (request) => {
        const encoded = await raw.encode(request);
        const stored = await readFile(encoded.path);
        const frame = (index: number) => stored.subarray(index * FRAME, (index + 1) * FRAME);
        await writeFile(encoded.path, Buffer.concat([0, 1, 4, 3, 2, 5, 6, 7].map(frame)));
        return encoded;
      },
    };
    const before = frames;
    // A bright column that moves on by its width with each frame.
    frames = before.map((_, at) => (Math.floor((at % 128) / 16) === Math.floor(at / FRAME) ? 220 : 40));
    await writeFile(source.path, frames);
    try {
      await expect(measure(swapped)).rejects.toMatchObject({ check: 'frame-order' });
      expect((await measure(swapped, ['frame-order'])).frames).toBe(8);
    } finally {
      frames = before;
      await writeFile(source.path, before);
    }
  });

  it('given a bitstream that is none, is a failed decode', async () => {
    const lost = afterwards((encoded) => writeFile(encoded.path, 'nothing'));
    const error = await measure(lost).catch((thrown: unknown) => thrown);
    expect(experimentFailure(error)).toMatchObject({
      class: 'decode-failed',
      message: expect.stringContaining('fewer than a header'),
    });
  });

  it('given an encoder that fails, is a failed encode', async () => {
    const broken: Codec = {
      ...honest,
      encode: async () => {
        throw new ToolFailedError({
          argv: ['ffmpeg'],
          exitCode: 1,
          signal: undefined,
          wallSeconds: 1,
          stderrTail: 'no such format',
        });
      },
    };
    const error = await measure(broken).catch((thrown: unknown) => thrown);
    expect(experimentFailure(error)).toMatchObject({ class: 'encode-failed' });
  });

  it('counts the duration by frames and rate', () => {
    expect(megabitsPerSecond(125_000, { fps: '30000/1001', frames: 30 })).toBeCloseTo(1 / 1.001, 9);
  });
});
