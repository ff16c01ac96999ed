import type { Parameters } from '../../../lambdas/shared/spec.ts';
import { checkedSpace } from '../checked-space.ts';
import type { Codec } from '../codec.ts';
import { baseArguments } from './base-arguments.ts';
import { baseLayerArgv } from './base-layer.ts';
import { sideInformationBytes } from './bitstream.ts';
import { hybridDecoder } from './decode.ts';
import { encodeHybrid } from './encode.ts';
import { splitParameters } from './parameters.ts';

/** A conventional base layer with a fitted restoration. @throws InvalidSpecError */
export function hybridCodec(encoder: string, parameters: Parameters): Codec {
  const { base, reduction, loopRestoration } = splitParameters(parameters);
  checkedSpace({ encoder, parameters: base });
  const adapt = baseArguments(encoder, loopRestoration);
  return {
    expectedArgv: (source, gop, qualityControl) =>
      baseLayerArgv(encoder, base, { source, gop, qualityControl }, adapt, reduction),
    headerBytes: sideInformationBytes,
    encode: (request) => encodeHybrid(encoder, parameters, request),
    decoder: hybridDecoder,
  };
}
