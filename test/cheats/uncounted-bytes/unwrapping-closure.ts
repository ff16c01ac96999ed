import { readFile } from 'node:fs/promises';
import { InvalidBitstreamError } from '../../../codec-task/codecs/conventional/header.ts';
import type { Cheat } from '../cheat.ts';
import { nameOf } from '../hidden-inputs/smuggled-payload.ts';
import { leave } from '../own-codec.ts';

export const unwrappingClosure: Cheat = {
  name: 'unwrapping-closure',
  about:
    'passes for a decoder by ffmpeg and unwraps its bitstream to frames that it remembers from the encode',
  check: 'charged-decoder',
  gain: 'better-frames',
  open: () => {
    const remembered = new Map<string, Uint8Array>();
    return {
      codec: {
        encode: async (request) => {
          const frames = await readFile(request.source.path);
          const name = nameOf(Buffer.concat([frames, Buffer.from([request.qualityControl])]));
          remembered.set(name.toString('hex'), frames);
          return leave(request, name);
        },
        decoder: {
          kind: 'ffmpeg',
          unwrap: (bitstream) => {
            const bytes = remembered.get(Buffer.from(bitstream).toString('hex'));
            if (bytes === undefined) throw new InvalidBitstreamError('it is not of this codec');
            const format = ['-f', 'rawvideo', '-pix_fmt', 'yuv420p', '-s', '128x96', '-r', '30'];
            return { files: [{ name: 'stream', bytes }], args: [...format, '-i', 'stream'] };
          },
        },
      },
    };
  },
};
