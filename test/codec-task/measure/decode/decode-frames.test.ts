import { createHash } from 'node:crypto';
import { chmod, link, readdir, symlink, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeFrames } from '../../../../codec-task/measure/decode/decode-frames.ts';
import type { DecodeRequest } from '../../../../codec-task/measure/decode/decode-request.ts';
import type { CheckName } from '../../../../lambdas/shared/checks.ts';
import { modesHere } from '../../isolation/given.ts';
import { BITSTREAM, FRAME_BYTES, FRAMES, openDecodes, programDecoder } from './given.ts';

const HERE = await modesHere();
let decodes: Awaited<ReturnType<typeof openDecodes>>;
beforeAll(async () => {
  decodes = await openDecodes();
});
afterAll(() => decodes.close());

async function decode(change: Partial<DecodeRequest> = {}, without: readonly CheckName[] = []) {
  return decodeFrames(decodes.request(await decodes.write(BITSTREAM), change, without));
}

describe.each(HERE)('a decode isolated by %s', (mode) => {
  it('gives the frames in order, their hash, and how it was called', async () => {
    const seen: number[] = [];
    const hash = createHash('sha256');
    for (const byte of BITSTREAM) hash.update(Buffer.alloc(FRAME_BYTES, byte));
    const { sha256, frames, call } = await decode({
      isolation: { mode, reason: '' },
      onFrame: async (frame) => {
        seen.push(frame[0] ?? 0);
      },
    });
    expect(seen).toEqual([...BITSTREAM]);
    expect({ sha256, frames }).toEqual({ sha256: hash.digest('hex'), frames: FRAMES });
    expect(call.argv).toEqual(['node', 'decode.cjs']);
    expect((await readdir(decodes.folder)).filter((name) => name.startsWith('decode-'))).toEqual([]);
  });

  it('shows the decoder its bytes under neutral names, times and rights', async () => {
    const side = await decodes.write(Uint8Array.from([7]), 'a-telling-name');
    await chmod(side, 0o751);
    await utimes(side, 1e9, 1e9);
    const look = `const seen = fs.readdirSync('.').sort().map((name) => {
  const { mtimeMs, mode, nlink, size } = fs.statSync(name);
  return [name, mtimeMs, (mode & 0o777).toString(8), nlink, name === 'decode.cjs' ? 0 : size].join(' ');
});
throw new Error(seen.join(', '));`;
    const told = decode({
      isolation: { mode, reason: '' },
      sideFiles: [side],
      decoder: programDecoder(look),
    });
    await expect(told).rejects.toMatchObject({
      name: 'DecodeFailed',
      message: expect.stringContaining('Error: bitstream 0 444 1 8, decode.cjs 0 444 1 0, side-0 0 444 1 1'),
      check: mode === 'none' ? undefined : 'isolated-decode',
    });
  });
});

describe('a decode', () => {
  it.each([
    ['fewer frames', 'bytes.length; parts.length = 15;', 'frame-count', 'has 7 frames, the source 8'],
    ['one frame more', 'parts.push(...parts.slice(1, 3));', 'frame-count', 'has 9 frames, the source 8'],
    ['half a frame more', "parts.push(Buffer.from('FRAME\\nxyz'));", 'frame-count', 'inside a frame'],
    [
      'frames without end',
      'while (parts.length < 100) parts.push(...parts.slice(1, 3));',
      'output-limit',
      'more than',
    ],
    ['nothing', 'parts.length = 0;', 'frame-format', 'ended before its header'],
    [
      'noise on the other output',
      'process.stderr.write(Buffer.alloc(4e7, 88));',
      'output-limit',
      'standard error',
    ],
  ] as const)('that gives %s, is caught', async (_, more, check, words) => {
    await expect(decode({ decoder: programDecoder(more) })).rejects.toMatchObject({
      check,
      message: expect.stringContaining(words),
    });
  });

  it('of too many frames gives those that were asked for, where their count is not checked', async () => {
    const more = 'parts.push(...parts.slice(1, 3));';
    const { frames, sha256 } = await decode({ decoder: programDecoder(more) }, ['frame-count']);
    expect({ frames, sha256 }).toEqual({ frames: FRAMES, sha256: (await decode()).sha256 });
  });

  it('by a program that fails, says what the program said', async () => {
    await expect(decode({ decoder: programDecoder('null.frames;') })).rejects.toMatchObject({
      name: 'DecodeFailed',
      message: expect.stringContaining("TypeError: Cannot read properties of null (reading 'frames')"),
    });
  });

  it('waits for whoever takes its frames', async () => {
    let busy = 0;
    let most = 0;
    await decode({
      onFrame: async () => {
        most = Math.max(most, ++busy);
        await wait(10);
        busy--;
      },
    });
    expect(most).toBe(1);
  });

  it('that is stopped, ends as stopped', async () => {
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 200);
    const waiting = decode({
      decoder: programDecoder('Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);'),
      signal: stop.signal,
    });
    await expect(waiting).rejects.toMatchObject({ name: 'Stopped' });
  });

  it('of a link, refuses to begin', async () => {
    const [symbolic, hard] = ['symbolic', 'hard'].map((name) => join(decodes.folder, name)) as [
      string,
      string,
    ];
    await symlink(await decodes.write(BITSTREAM), symbolic);
    await link(await decodes.write(BITSTREAM), hard);
    for (const path of [symbolic, hard, decodes.folder, '/dev/zero', join(decodes.folder, 'absent')])
      await expect(decodeFrames(decodes.request(path))).rejects.toMatchObject({ check: 'plain-bytes' });
  });

  it('hands on name, time and further files where nobody checks them', async () => {
    const path = await decodes.write(BITSTREAM, 'telling');
    const stray = await decodes.write(Uint8Array.from([1]), 'stray');
    await utimes(path, 1e9, 1e9);
    const look = `const fs = require('fs');
throw new Error(fs.readdirSync('.').join() + fs.statSync('telling').mtimeMs)`;
    const decoder = { kind: 'program', code: [{ name: 'decode.cjs', bytes: Buffer.from(look) }] } as const;
    const unchecked = ['neutral-name', 'neutral-time', 'declared-files'] as const;
    const request = decodes.request(path, { decoder, strayFiles: [stray] }, unchecked);
    await expect(decodeFrames(request)).rejects.toThrow('decode.cjs,stray,telling1000000000000');
  });
});
