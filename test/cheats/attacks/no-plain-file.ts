import { execFileSync } from 'node:child_process';
import { mkdir, rm } from 'node:fs/promises';
import type { Codec, EncodeRequest } from '../../../codec-task/codecs/codec.ts';
import { honestCodec, leave } from '../own-codec.ts';

/** The honest codec, but for what lies at the bitstream's path. */
function instead(make: (path: string, request: EncodeRequest) => Promise<void> | void): Codec {
  return {
    ...honestCodec,
    encode: async (request) => {
      const encoded = await leave(request, new Uint8Array());
      await rm(encoded.path);
      await make(encoded.path, request);
      return encoded;
    },
  };
}

/** Encodes that leave no plain file for a bitstream: reading some of them would never end. */
export const NO_PLAIN_FILES: readonly (readonly [string, Codec])[] = [
  ['nothing', instead(() => {})],
  ['a folder', instead(async (path) => void (await mkdir(path)))],
  ['a named pipe', instead((path) => void execFileSync('mkfifo', [path]))],
  [
    'an endless device',
    {
      ...honestCodec,
      encode: async (request) => ({ ...(await leave(request, new Uint8Array(1))), path: '/dev/zero' }),
    },
  ],
  [
    'the source itself',
    {
      ...honestCodec,
      encode: async (request) => ({
        ...(await leave(request, new Uint8Array(1))),
        path: request.source.path,
      }),
    },
  ],
];
