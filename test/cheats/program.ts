import type { Decoder } from '../../codec-task/codecs/decoder.ts';

/** What every decoder of this suite begins with: reading, unpacking and putting out, in plain JavaScript. */
const LIBRARY = `import * as fs from 'node:fs';
import * as path from 'node:path';
import * as zlib from 'node:zlib';
import { createHash } from 'node:crypto';
import { spawn, spawnSync } from 'node:child_process';
const bitstream = () => fs.readFileSync('bitstream');
function unpack(bytes) {
  const [width, height, frames] = [0, 2, 4].map((at) => bytes.readUInt16LE(at));
  const levels = zlib.inflateRawSync(bytes.subarray(7));
  const size = (width * height * 3) / 2;
  if (levels.length !== size * frames) throw new Error('not a stream of this codec');
  const raw = Buffer.alloc(levels.length);
  for (let i = 0; i < raw.length; i++) {
    const before = i < size ? 128 : raw[i - size];
    raw[i] = Math.max(0, Math.min(255, before + ((levels[i] << 24) >> 24) * bytes[6]));
  }
  return { width, height, frames, raw };
}
function putOut({ width, height, frames, raw }, format = 'C420jpeg') {
  const size = raw.length / frames;
  const parts = ['YUV4MPEG2 W' + width + ' H' + height + ' F30:1 Ip A1:1 ' + format + '\\n'];
  for (let i = 0; i < frames; i++) parts.push('FRAME\\n', raw.subarray(i * size, (i + 1) * size));
  process.stdout.write(Buffer.concat(parts.map((part) => Buffer.from(part))));
}
function findFile(folder, fits, depth = 6) {
  let entries = [];
  try { entries = fs.readdirSync(folder, { withFileTypes: true }); } catch {}
  for (const entry of entries) {
    const file = path.join(folder, entry.name);
    try { if (entry.isFile() && fits(file, fs.statSync(file))) return file; } catch {}
    if (entry.isDirectory() && depth > 0) {
      const found = findFile(file, fits, depth - 1);
      if (found) return found;
    }
  }
}
`;

/** A decoder that is a Node program. @param body JavaScript after the library above. */
export function program(body: string): Extract<Decoder, { kind: 'program' }> {
  return { kind: 'program', code: [{ name: 'decode.mjs', bytes: Buffer.from(LIBRARY + body) }] };
}
