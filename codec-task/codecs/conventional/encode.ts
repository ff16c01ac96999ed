import { readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Parameters } from '../../../lambdas/shared/spec.ts';
import { ffmpegArgv, runFfmpeg } from '../../media/ffmpeg.ts';
import { BITSTREAM_NAME, type Encoded, type EncodeRequest, type SourceFrames } from '../codec.ts';
import { bitstreamHeader, encodeArguments, fileFormat } from './arguments.ts';
import { HEADER_BYTES, writeHeader } from './header.ts';
import { ivfPackets } from './ivf.ts';
import { writePackets } from './packets.ts';

/** Limit of one encode; a slow preset at 360p stays far below. */
const LIMIT_SECONDS = 3600;

/** Names of input and output in the folder of an encode, the same in every call. */
const NAMES = { input: 'source.yuv', output: 'stream' } as const;

/** What another strategy changes about the arguments of its base layer. */
export type Adapt = (args: readonly string[]) => string[];
export const AS_THEY_ARE: Adapt = (args) => [...args];

/** The one call of such an encode, as a rate point records it. @throws InvalidSpecError */
export function conventionalArgv(
  encoder: string,
  parameters: Parameters,
  source: SourceFrames,
  gop: number,
  qualityControl: number,
  adapt = AS_THEY_ARE,
): string[] {
  return ffmpegArgv(adapt(encodeArguments(encoder, parameters, source, gop, qualityControl, NAMES)));
}

/** Encodes with one ffmpeg call and puts the lab's header before the stream. */
export async function encodeConventional(
  encoder: string,
  parameters: Parameters,
  request: EncodeRequest,
  adapt = AS_THEY_ARE,
): Promise<Encoded> {
  const { tools, source, folder, signal, gop, qualityControl } = request;
  const args = adapt(encodeArguments(encoder, parameters, source, gop, qualityControl, NAMES));
  // A link gives the input the same name in every call, so that argv does not name this machine's folders.
  await symlink(source.path, join(folder, NAMES.input));
  const run = { folder, timeoutSeconds: LIMIT_SECONDS, signal };
  const { stderr: _stderr, ...call } = await runFfmpeg(
    tools,
    args,
    request.onFrame ? { ...run, onFrame: request.onFrame } : run,
  );
  const stream = await readFile(join(folder, NAMES.output));
  const header = bitstreamHeader(encoder, parameters, source);
  const payload = fileFormat(header) === 'ivf' ? writePackets(ivfPackets(stream)) : stream;
  const path = join(folder, BITSTREAM_NAME);
  await writeFile(path, Buffer.concat([writeHeader(header), payload]));
  await Promise.all([rm(join(folder, NAMES.output)), rm(join(folder, NAMES.input))]);
  return { path, sideFiles: [], headerBytes: HEADER_BYTES, containerBytes: stream.length, call };
}
