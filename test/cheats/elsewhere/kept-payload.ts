import type { Codec, EncodeRequest } from '../../../codec-task/codecs/codec.ts';
import { nameOf } from '../hidden-inputs/smuggled-payload.ts';
import { honestStream, leave } from '../own-codec.ts';
import { program } from '../program.ts';

/**
 * A codec that keeps its payload, or as much of it as fits, somewhere else on this machine and writes its name into the bitstream.
 * @param keep puts a payload where the decoder finds it.
 * @param fetch JavaScript that calls `show(payload)`, given `name`, 16 hexadecimal digits.
 * @param most bytes of the payload that fit; the rest stays in the bitstream.
 */
export function keepingElsewhere(
  keep: (name: string, payload: Buffer, request: EncodeRequest) => Promise<void>,
  fetch: string,
  most = Number.POSITIVE_INFINITY,
): Codec {
  return {
    encode: async (request) => {
      const payload = await honestStream(request);
      const name = nameOf(payload);
      await keep(name.toString('hex'), payload.subarray(0, most), request);
      return leave(request, Buffer.concat([name, payload.subarray(most)]));
    },
    decoder: program(`const name = bitstream().toString('hex', 0, 8);
const show = (payload) => putOut(unpack(Buffer.concat([payload, bitstream().subarray(8)])));
${fetch}`),
  };
}
