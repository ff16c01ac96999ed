import type { Parameters } from '../../../lambdas/shared/spec.ts';
import { checkedSpace } from '../checked-space.ts';
import type { Codec } from '../codec.ts';
import { conventionalDecoder } from './decode.ts';
import { conventionalArgv, encodeConventional } from './encode.ts';
import { HEADER_BYTES } from './header.ts';

/** One of ffmpeg's encoders with checked parameters. @throws InvalidSpecError */
export function conventionalCodec(encoder: string, parameters: Parameters): Codec {
  checkedSpace({ encoder, parameters });
  return {
    encode: (request) => encodeConventional(encoder, parameters, request),
    decoder: conventionalDecoder,
    expectedArgv: (source, gop, qualityControl) =>
      conventionalArgv(encoder, parameters, source, gop, qualityControl),
    headerBytes: () => HEADER_BYTES,
  };
}
