import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InvalidBitstreamError } from '../../codecs/conventional/header.ts';
import type { FrameRestoration } from '../../codecs/decoder.ts';
import { codedSize } from '../../codecs/hybrid/reduction/reduction.ts';
import type { Command } from '../../isolation/command.ts';
import { decodeLimits } from '../../isolation/limits.ts';
import { makePlace, type Place } from '../../isolation/place.ts';
import { type IsolatedEnd, runIsolated } from '../../isolation/run-isolated.ts';
import { frameBytes, type PictureSize } from '../../media/frames.ts';
import { StoppedError } from '../../media/tool-errors.ts';
import { CheckFailedError } from '../check-failed.ts';
import { type DecodedFrames, DecodeFailedError, type DecodeRequest } from './decode-request.ts';
import { layOut } from './lay-out.ts';
import { limitHit } from './limit-hit.ts';
import { releaseMemory } from './release-memory.ts';
import { RestorationThreads } from './restoration-threads.ts';
import { Y4mFrames } from './y4m.ts';

/** Room for the header and the line before each frame. */
const LINES_BYTES = 4096;
/** ffmpeg's arguments around those that the bitstream asks for. */
const BEFORE = ['-hide_banner', '-nostdin', '-nostats', '-benchmark', '-v', 'info'];
const AFTER = ['-f', 'yuv4mpegpipe', '-strict', '-1', '-'];

/**
 * Decodes a bitstream in an isolated process that is given its bytes and the decoder's own code alone.
 * @throws CheckFailedError of what the decode did, DecodeFailedError, StoppedError
 */
export async function decodeFrames(request: DecodeRequest): Promise<DecodedFrames> {
  const folder = await mkdtemp(join(request.folder, 'decode-'));
  try {
    const place = await makePlace(folder);
    const run = await runOf(request, place, await layOut(request, place));
    return await runDecoder(request, place, run);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** What is run for a decode. */
interface DecoderRun {
  readonly command: Command;
  /** As it is recorded: without this machine's folders. */
  readonly argv: string[];
  readonly restoration?: FrameRestoration | undefined;
}

async function runOf(
  { decoder, tools }: DecodeRequest,
  { work }: Place,
  bitstream: Uint8Array,
): Promise<DecoderRun> {
  if (decoder.kind === 'program') {
    const [{ name }] = decoder.code;
    return { command: { file: process.execPath, args: [name] }, argv: ['node', name] };
  }
  const { files, args, restoration } = unwrapped(decoder, bitstream);
  for (const { name, bytes } of files) await writeFile(join(work, name), bytes);
  const all = [...BEFORE, ...args, ...AFTER];
  return { command: { file: tools.ffmpeg, args: all }, argv: ['ffmpeg', ...all], restoration };
}

function unwrapped(decoder: Extract<DecodeRequest['decoder'], { kind: 'ffmpeg' }>, bitstream: Uint8Array) {
  try {
    return decoder.unwrap(bitstream);
  } catch (error) {
    if (!(error instanceof InvalidBitstreamError)) throw error;
    throw new DecodeFailedError(error.message, { cause: error });
  }
}

async function runDecoder(
  request: DecodeRequest,
  place: Place,
  { command, argv, restoration }: DecoderRun,
): Promise<DecodedFrames> {
  const { size, checks, signal, onFrame, frames: expected } = request;
  const hash = createHash('sha256');
  let frames = 0;
  const take = async (frame: Uint8Array) => {
    frames++;
    if (frames > expected) return;
    hash.update(frame);
    await onFrame?.(frame);
  };
  const decodedSize = sizeOfDecoded(size, restoration);
  const threads = restoration && new RestorationThreads(size, restoration, take);
  try {
    const reader = new Y4mFrames(decodedSize, checks, threads !== undefined);
    // Two bytes a sample at most, one frame more than asked for before it counts as endless.
    const mostBytes = (expected + 1) * (frameBytes(size) * 2 + LINES_BYTES);
    let bytes = 0;
    const end = await runIsolated({
      ...{
        mode: checks.has('isolated-decode') ? request.isolation.mode : 'none',
        command,
        place,
        checks,
        signal,
      },
      limits: { ...decodeLimits(size), ...request.limits },
      onOutput: async (chunk) => {
        bytes += chunk.length;
        if (checks.has('output-limit') && bytes > mostBytes)
          throw new CheckFailedError('output-limit', `the decode put out more than ${mostBytes} bytes`);
        await reader.push(chunk, threads ? (frame) => threads.push(frame) : take);
        releaseMemory(chunk);
      },
    });
    requireEnd(end, request);
    reader.finish();
    await threads?.finish();
    if (checks.has('frame-count') && frames !== expected)
      throw new CheckFailedError('frame-count', `the decode has ${frames} frames, the source ${expected}`);
    const cpu_seconds = cpuSeconds(end) + (threads?.cpuSeconds ?? 0);
    const call = { argv, cpu_seconds, wall_seconds: end.wallSeconds };
    return { sha256: hash.digest('hex'), frames: Math.min(frames, expected), call };
  } finally {
    await threads?.close();
  }
}

/** Size of what ffmpeg puts out: smaller where the bitstream tells how its frames are brought back. @throws CheckFailedError */
function sizeOfDecoded(size: PictureSize, restoration: FrameRestoration | undefined): PictureSize {
  if (restoration?.reduced === undefined) return size;
  const { width, height, ratio } = restoration.reduced;
  if (width !== size.width || height !== size.height)
    throw new CheckFailedError(
      'frame-size',
      `the bitstream is of ${width}x${height}, the source ${size.width}x${size.height}`,
    );
  return codedSize(size, ratio);
}

/** A program that ends badly behind walls is caught by them: it may have looked for what they hide. */
function requireEnd(end: IsolatedEnd, request: DecodeRequest): void {
  const { signal, isolation, checks, decoder } = request;
  if (signal.aborted) throw new StoppedError();
  const limit = end.excess ?? limitHit(end, request.checks);
  if (limit !== undefined) throw new CheckFailedError(limit.check, limit.detail);
  if (end.exitCode === 0) return;
  const how = end.killedBy === null ? `exit ${end.exitCode}` : `ended by ${end.killedBy}`;
  const detail = `${how}: ${lastWords(end.stderr).slice(0, 300)}`;
  const walled = isolation.mode !== 'none' && checks.has('isolated-decode') && decoder.kind === 'program';
  throw new DecodeFailedError(detail, walled ? { check: 'isolated-decode' } : {});
}

/** The line that says what went wrong: Node says more after it. */
function lastWords(stderr: string): string {
  const lines = stderr
    .split(/[\r\n]+/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('bench:'));
  return lines.findLast((line) => /^[A-Za-z]*Error\b.*: /.test(line)) ?? lines.at(-1) ?? 'it said nothing';
}

/** What ffmpeg itself printed, else what was seen of a program. */
function cpuSeconds({ stderr, cpuSeconds: seen }: IsolatedEnd): number {
  const match = /bench: utime=([\d.]+)s stime=([\d.]+)s/.exec(stderr);
  return match === null ? seen : Number(match[1]) + Number(match[2]);
}
