import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll } from 'vitest';
import type { Codec, SourceFrames } from '../../../codec-task/codecs/codec.ts';
import type { Decoder } from '../../../codec-task/codecs/decoder.ts';
import { decodeFrames } from '../../../codec-task/measure/decode/decode-frames.ts';
import { frameBytes, type PictureSize } from '../../../codec-task/media/frames.ts';
import { findTools, type Tools } from '../../../codec-task/media/tools.ts';
import { ALL_CHECKS } from '../../../lambdas/shared/checks.ts';

const run = promisify(execFile);
const signal = new AbortController().signal;
let folder: string;
export let tools: Tools;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'codec-lab-coding-'));
  tools = await findTools(process.env);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** An empty folder. */
export function workFolder(): Promise<string> {
  return mkdtemp(join(folder, 'work-'));
}

/** A clip that ffmpeg draws by a filter of its own. @param filter with SIZE where its size stands */
export async function render(filter: string, size: PictureSize, frames: number): Promise<SourceFrames> {
  const path = join(await workFolder(), 'source.yuv');
  const graph = filter.replaceAll('SIZE', `${size.width}x${size.height}`);
  const args = ['-v', 'error', '-f', 'lavfi', '-i', `${graph},format=yuv420p`, '-frames:v', String(frames)];
  await run(tools.ffmpeg, [...args, '-f', 'rawvideo', path]);
  return { ...size, path, fps: '25/1', frames };
}

/** Encodes; `left` are the files in the folder of the encode afterwards. */
export async function encodeWith(codec: Codec, source: SourceFrames, qualityControl: number) {
  const work = await workFolder();
  const encoded = await codec.encode({ tools, source, signal, gop: 32, qualityControl, folder: work });
  return { ...encoded, bytes: new Uint8Array(await readFile(encoded.path)), left: await readdir(work) };
}

/** Decodes as the harness does, with all checks and without walls. */
export async function decodeWith(decoder: Decoder, bitstream: Uint8Array, source: SourceFrames) {
  const work = await workFolder();
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

/** Sum over all samples of all frames. */
export async function squaredError(frames: readonly Buffer[], source: SourceFrames): Promise<number> {
  const wanted = await readFile(source.path);
  const bytes = frameBytes(source);
  let sum = 0;
  frames.forEach((frame, index) => {
    for (let at = 0; at < bytes; at++) sum += ((frame[at] ?? 0) - (wanted[index * bytes + at] ?? 0)) ** 2;
  });
  return sum;
}

/** Structure that moves, under noise. */
export const TEXTURE = 'mandelbrot=size=SIZE:rate=25,noise=alls=8:allf=t';

/** What a codec must get through: name, filter, size, frames. */
export const HARD_CLIPS: readonly (readonly [string, string, PictureSize, number])[] = [
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
];
