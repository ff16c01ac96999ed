import { rm, symlink } from 'node:fs/promises';
import type { Cheat } from '../cheat.ts';
import { leave } from '../own-codec.ts';
import { program } from '../program.ts';

export const symbolicLink: Cheat = {
  name: 'symbolic-link',
  about: 'leaves a symbolic link to the source for a bitstream',
  check: 'plain-bytes',
  gain: 'better-frames',
  open: () => linking(symlink),
};

/** The codec whose bitstream is a link of some kind to the source. */
export function linking(link: (existing: string, path: string) => Promise<void>): ReturnType<Cheat['open']> {
  return {
    codec: {
      encode: async (request) => {
        const encoded = await leave(request, new Uint8Array());
        await rm(encoded.path);
        await link(request.source.path, encoded.path);
        return encoded;
      },
      decoder: program(`const raw = bitstream();
putOut({ width: 128, height: 96, frames: raw.length / 18432, raw });`),
    },
  };
}
