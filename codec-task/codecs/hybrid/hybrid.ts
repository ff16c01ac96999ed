import type { Parameters } from '../../../lambdas/shared/spec.ts';
import type { Codec } from '../codec.ts';
import { conventionalCodec } from '../conventional/conventional.ts';
import { sideInformationBytes } from './bitstream.ts';
import { hybridDecoder } from './decode.ts';
import { encodeHybrid } from './encode.ts';
import { splitParameters } from './parameters.ts';

/** A conventional base layer with a fitted restoration. @throws InvalidSpecError */
export function hybridCodec(encoder: string, parameters: Parameters): Codec {
  const { expectedArgv } = conventionalCodec(encoder, splitParameters(parameters).base);
  return {
    ...(expectedArgv && { expectedArgv }),
    headerBytes: sideInformationBytes,
    encode: (request) => encodeHybrid(encoder, parameters, request),
    decoder: hybridDecoder,
  };
}
