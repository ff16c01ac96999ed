import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ToolCall } from '../../../lambdas/shared/result.ts';
import type { Parameters } from '../../../lambdas/shared/spec.ts';
import { runFfmpeg } from '../../media/ffmpeg.ts';
import type { Encoded, EncodeRequest, SourceFrames } from '../codec.ts';
import { unwrapConventional } from '../conventional/decode.ts';
import { type Adapt, conventionalArgv, encodeConventional } from '../conventional/encode.ts';
import { readHeader } from '../conventional/header.ts';
import type { ClipFiles } from './fit/clip-files.ts';
import { reducedArguments, reducedGop, reducedSource } from './reduction/reduced-source.ts';
import { isScaled, type Reduction, WHOLE } from './reduction/reduction.ts';

/** Limit of decoding the base layer once. */
const LIMIT_SECONDS = 3600;
const DECODED = 'decoded.yuv';

/** A conventional bitstream, and the pictures that it decodes to beside those that it was made from. */
export interface BaseLayer {
  readonly encoded: Encoded;
  readonly bitstream: Uint8Array;
  readonly files: ClipFiles;
  /** Of encode and decode. */
  readonly cpuSeconds: number;
  readonly wallSeconds: number;
}

/** What is encoded of a clip, and how the encoder's arguments are changed for it. */
function leavingOut(source: SourceFrames, gop: number, reduction: Reduction, adapt: Adapt) {
  if (reduction.step === 1 && !isScaled(reduction.ratio)) return { source, gop, adapt };
  const reduced = reducedArguments(source, reduction);
  return {
    source: reducedSource(source, reduction),
    gop: reducedGop(gop, reduction),
    adapt: (args: readonly string[]) => reduced(adapt(args)),
  };
}

/** The call that encodes a base layer, told without encoding. @throws InvalidSpecError */
export function baseLayerArgv(
  encoder: string,
  parameters: Parameters,
  { source, gop, qualityControl }: Pick<EncodeRequest, 'source' | 'gop' | 'qualityControl'>,
  adapt: Adapt,
  reduction: Reduction,
): string[] {
  const kept = leavingOut(source, gop, reduction, adapt);
  return conventionalArgv(encoder, parameters, kept.source, kept.gop, qualityControl, kept.adapt);
}

/** Encodes a base layer in the folder of the request and decodes it at its own bit depth. The decoded file is the caller's to remove. */
export async function encodeBaseLayer(
  encoder: string,
  parameters: Parameters,
  request: EncodeRequest,
  adapt: Adapt,
  reduction: Reduction = WHOLE,
): Promise<BaseLayer> {
  const kept = leavingOut(request.source, request.gop, reduction, adapt);
  const part = { ...request, source: kept.source, gop: kept.gop };
  const encoded = await encodeConventional(encoder, parameters, part, kept.adapt);
  const bitstream = await readFile(encoded.path);
  const decoded = await decode(bitstream, request);
  const { source, folder } = request;
  const { width, height, frames, path } = source;
  const bytesEach = readHeader(bitstream).bitDepth === 10 ? 2 : 1;
  return {
    encoded,
    bitstream,
    files: { width, height, frames, reduction, source: path, decoded: join(folder, DECODED), bytesEach },
    cpuSeconds: encoded.call.cpu_seconds + decoded.cpu_seconds,
    wallSeconds: encoded.call.wall_seconds + decoded.wall_seconds,
  };
}

async function decode(bitstream: Uint8Array, { tools, folder, signal }: EncodeRequest): Promise<ToolCall> {
  const { files, args } = unwrapConventional(bitstream);
  for (const { name, bytes } of files) await writeFile(join(folder, name), bytes);
  const call = await runFfmpeg(tools, [...args, '-f', 'rawvideo', '-y', DECODED], {
    folder,
    signal,
    timeoutSeconds: LIMIT_SECONDS,
  });
  for (const { name } of files) await rm(join(folder, name));
  return call;
}
