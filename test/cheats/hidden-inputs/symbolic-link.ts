import { rm, symlink } from 'node:fs/promises';
import type { EncodeRequest } from '../../../codec-task/codecs/codec.ts';
import type { Cheat, OpenCheat } from '../cheat.ts';
import { leave } from '../own-codec.ts';
import { program } from '../program.ts';

export const symbolicLink: Cheat = {
  name: 'symbolic-link',
  about: 'leaves a symbolic link to the source for a bitstream',
  check: 'plain-bytes',
  gain: 'better-frames',
  open: () => linking(symlink, ({ source }) => source.path),
};

/**
 * The codec whose bitstream is a link of some kind.
 * @param existing makes or tells the raw frames that are linked to.
 */
export function linking(
  link: (existing: string, path: string) => Promise<void>,
  existing: (request: EncodeRequest) => string | Promise<string>,
): OpenCheat {
  return {
    codec: {
      encode: async (request) => {
        const encoded = await leave(request, new Uint8Array());
        await rm(encoded.path);
        await link(await existing(request), encoded.path);
        return encoded;
      },
      decoder: program(`const raw = bitstream();
putOut({ width: 128, height: 96, frames: raw.length / 18432, raw });`),
    },
  };
}
