import type { Codec, EncodeRequest } from '../../../codec-task/codecs/codec.ts';
import { nameOf } from '../hidden-inputs/smuggled-payload.ts';
import { honestStream, leave } from '../own-codec.ts';
import { program } from '../program.ts';

/**
 * A codec that keeps its payload somewhere else on this machine and writes its name into the bitstream.
 * @param keep puts a payload where the decoder finds it.
 * @param fetch JavaScript that calls `show(payload)`, given `name`, 16 hexadecimal digits.
 */
export function keepingElsewhere(
  keep: (name: string, payload: Buffer, request: EncodeRequest) => Promise<void>,
  fetch: string,
): Codec {
  return {
    encode: async (request) => {
      const payload = await honestStream(request);
      const name = nameOf(payload);
      await keep(name.toString('hex'), payload, request);
      return leave(request, name);
    },
    decoder: program(`const name = bitstream().toString('hex');
const show = (payload) => putOut(unpack(payload));
${fetch}`),
  };
}
