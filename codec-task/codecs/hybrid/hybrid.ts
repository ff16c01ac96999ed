import type { Parameters } from '../../../lambdas/shared/spec.ts';
import { checkedSpace } from '../checked-space.ts';
import type { Codec } from '../codec.ts';
import { conventionalArgv } from '../conventional/encode.ts';
import { baseArguments } from './base-arguments.ts';
import { sideInformationBytes } from './bitstream.ts';
import { hybridDecoder } from './decode.ts';
import { encodeHybrid } from './encode.ts';
import { splitParameters } from './parameters.ts';

/** A conventional base layer with a fitted restoration. @throws InvalidSpecError */
export function hybridCodec(encoder: string, parameters: Parameters): Codec {
  const { base, loopRestoration } = splitParameters(parameters);
  checkedSpace({ encoder, parameters: base });
  const adapt = baseArguments(encoder, loopRestoration);
  return {
    expectedArgv: (source, gop, qualityControl) =>
      conventionalArgv(encoder, base, source, gop, qualityControl, adapt),
    headerBytes: sideInformationBytes,
    encode: (request) => encodeHybrid(encoder, parameters, request),
    decoder: hybridDecoder,
  };
}
