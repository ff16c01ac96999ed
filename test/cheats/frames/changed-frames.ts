import type { Codec } from '../../../codec-task/codecs/codec.ts';
import { honestCodec } from '../own-codec.ts';
import { program } from '../program.ts';

/** The honest codec with a decoder that changes what it puts out. @param body JavaScript given `decoded`. */
export function changingDecoder(body: string): Codec {
  return { ...honestCodec, decoder: program(`const decoded = unpack(bitstream());\n${body}`) };
}
