import { rm, writeFile } from 'node:fs/promises';
import type { ToolCall } from '../../../lambdas/shared/result.ts';
import type { Parameters } from '../../../lambdas/shared/spec.ts';
import type { Encoded, EncodeRequest } from '../codec.ts';
import { baseArguments } from './base-arguments.ts';
import { encodeBaseLayer } from './base-layer.ts';
import { sideInformationBytes, writeHybrid } from './bitstream.ts';
import { fitInThread } from './fit/fit-thread.ts';
import { splitParameters } from './parameters.ts';

/** Encodes the base layer, decodes it, fits to the source what its pictures are made better by, and puts that before the stream. */
export async function encodeHybrid(
  encoder: string,
  parameters: Parameters,
  request: EncodeRequest,
): Promise<Encoded> {
  const { base: baseParameters, reduction, neighbours, loopRestoration } = splitParameters(parameters);
  const adapt = baseArguments(encoder, loopRestoration);
  const base = await encodeBaseLayer(encoder, baseParameters, request, adapt, reduction);
  const { encoded, files } = base;
  const baseBits = base.bitstream.length * 8;
  const fit = await fitInThread({ files, baseBits, usesFarNeighbours: neighbours > 2 }, request.signal);
  await rm(files.decoded);
  const bitstream = writeHybrid({ ...fit, base: base.bitstream });
  await writeFile(encoded.path, bitstream);
  const call: ToolCall = {
    argv: encoded.call.argv,
    cpu_seconds: base.cpuSeconds + fit.cpuSeconds,
    wall_seconds: base.wallSeconds + fit.wallSeconds,
  };
  return { ...encoded, headerBytes: sideInformationBytes(bitstream), call };
}
