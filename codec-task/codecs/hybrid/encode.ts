import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ToolCall } from '../../../lambdas/shared/result.ts';
import type { Parameters } from '../../../lambdas/shared/spec.ts';
import { runFfmpeg } from '../../media/ffmpeg.ts';
import type { Encoded, EncodeRequest } from '../codec.ts';
import { unwrapConventional } from '../conventional/decode.ts';
import { encodeConventional } from '../conventional/encode.ts';
import { readHeader } from '../conventional/header.ts';
import { baseArguments } from './base-arguments.ts';
import { sideInformationBytes, writeHybrid } from './bitstream.ts';
import { fitInThread } from './fit/fit-thread.ts';
import { splitParameters } from './parameters.ts';

/** Limit of decoding the base layer once. */
const LIMIT_SECONDS = 3600;
const DECODED = 'decoded.yuv';

/** Encodes the base layer, decodes it, fits a restoration of what came out to the source, and puts it before the stream. */
export async function encodeHybrid(
  encoder: string,
  parameters: Parameters,
  request: EncodeRequest,
): Promise<Encoded> {
  const { base: baseParameters, neighbours, loopRestoration } = splitParameters(parameters);
  const adapt = baseArguments(encoder, loopRestoration);
  const encoded = await encodeConventional(encoder, baseParameters, request, adapt);
  const base = await readFile(encoded.path);
  const decoded = await decodeBase(base, request);
  const { source, folder, signal } = request;
  const files = {
    ...{ width: source.width, height: source.height, frames: source.frames, source: source.path },
    decoded: join(folder, DECODED),
    bytesEach: readHeader(base).bitDepth === 10 ? 2 : 1,
  } as const;
  const fit = await fitInThread(
    { files, baseBits: base.length * 8, usesFarNeighbours: neighbours > 2 },
    signal,
  );
  await rm(files.decoded);
  const bitstream = writeHybrid({ restoration: fit.restoration, base });
  await writeFile(encoded.path, bitstream);
  const call: ToolCall = {
    argv: encoded.call.argv,
    cpu_seconds: encoded.call.cpu_seconds + decoded.cpu_seconds + fit.cpuSeconds,
    wall_seconds: encoded.call.wall_seconds + decoded.wall_seconds + fit.wallSeconds,
  };
  return { ...encoded, headerBytes: sideInformationBytes(bitstream), call };
}

/** Decodes the base layer into the folder of the encode, at its own bit depth. */
async function decodeBase(base: Uint8Array, { tools, folder, signal }: EncodeRequest): Promise<ToolCall> {
  const { files, args } = unwrapConventional(base);
  for (const { name, bytes } of files) await writeFile(join(folder, name), bytes);
  const call = await runFfmpeg(tools, [...args, '-f', 'rawvideo', '-y', DECODED], {
    folder,
    signal,
    timeoutSeconds: LIMIT_SECONDS,
  });
  for (const { name } of files) await rm(join(folder, name));
  return call;
}
