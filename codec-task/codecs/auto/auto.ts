import type { Parameters } from '../../../lambdas/shared/spec.ts';
import { checkedSpace } from '../checked-space.ts';
import type { Codec } from '../codec.ts';
import { autoDecoder, autoHeaderBytes } from './decode.ts';
import { encodeAuto } from './encode.ts';
import { splitParameters } from './parameters.ts';

/** The candidate of least measured cost for each clip and rate point. @throws InvalidSpecError */
export function autoCodec(encoder: string, parameters: Parameters): Codec {
  checkedSpace({ encoder, parameters: splitParameters(parameters).base });
  return {
    // Which call won is known after all were made: no argv is foretold.
    headerBytes: autoHeaderBytes,
    encode: (request) => encodeAuto(encoder, parameters, request),
    decoder: autoDecoder,
  };
}
