import type { Parameters } from '../../../lambdas/shared/spec.ts';
import type { Codec } from '../codec.ts';
import { checkedSpace } from './checked-space.ts';
import { conventionalDecoder } from './decode.ts';
import { encodeConventional } from './encode.ts';

/** One of ffmpeg's encoders with checked parameters. @throws InvalidSpecError */
export function conventionalCodec(encoder: string, parameters: Parameters): Codec {
  checkedSpace(encoder, parameters);
  return {
    encode: (request) => encodeConventional(encoder, parameters, request),
    decoder: conventionalDecoder,
  };
}
