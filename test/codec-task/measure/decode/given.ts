import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Decoder } from '../../../../codec-task/codecs/decoder.ts';
import type { DecodeRequest } from '../../../../codec-task/measure/decode/decode-request.ts';
import { findTools } from '../../../../codec-task/media/tools.ts';
import { CHECK_NAMES, type CheckName } from '../../../../lambdas/shared/checks.ts';

export const SIZE = { width: 128, height: 96 };
export const FRAME_BYTES = (SIZE.width * SIZE.height * 3) / 2;
export const FRAMES = 8;

/** Puts out frames whose samples are the bytes of the bitstream, one for each frame, and leaves what `more` says. */
export function programDecoder(more = ''): Decoder {
  const code = `const fs = require('fs');
const bytes = fs.readFileSync('bitstream');
const parts = [Buffer.from('YUV4MPEG2 W128 H96 F30:1 Ip A1:1 C420jpeg\\n')];
for (const byte of bytes) parts.push(Buffer.from('FRAME\\n'), Buffer.alloc(${FRAME_BYTES}, byte));
${more}
process.stdout.write(Buffer.concat(parts));`;
  return { kind: 'program', code: [{ name: 'decode.cjs', bytes: Buffer.from(code) }] };
}

/** What the program above decodes to eight frames. */
export const BITSTREAM = Uint8Array.from([10, 20, 30, 40, 50, 60, 70, 80]);

/** A folder to decode in. */
export async function openDecodes() {
  const folder = await mkdtemp(join(tmpdir(), 'codec-lab-decode-'));
  const tools = await findTools(process.env);
  let count = 0;
  return {
    folder,
    tools,
    write: async (bytes: Uint8Array, name = `kept-${++count}`) => {
      const path = join(folder, name);
      await writeFile(path, bytes);
      return path;
    },
    /** A request of the bitstream at a path, with all checks but those named. */
    request: (bitstream: string, change: Partial<DecodeRequest> = {}, without: readonly CheckName[] = []) =>
      ({
        ...{ tools, bitstream, sideFiles: [], decoder: programDecoder(), size: SIZE, frames: FRAMES, folder },
        isolation: { mode: 'none', reason: 'a test' },
        checks: new Set(CHECK_NAMES.filter((name) => !without.includes(name))),
        signal: new AbortController().signal,
        ...change,
      }) satisfies DecodeRequest,
    close: () => rm(folder, { recursive: true, force: true }),
  };
}
