import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Decoder } from '../../../../codec-task/codecs/decoder.ts';
import { decodeFrames } from '../../../../codec-task/measure/decode/decode-frames.ts';
import { secondDecode } from '../../../../codec-task/measure/decode/second-decode.ts';
import type { CheckName } from '../../../../lambdas/shared/checks.ts';
import { FileArtifactStore } from '../../../../lambdas/shared/stores/file-artifact-store.ts';
import { givenPoint } from '../given.ts';
import { BITSTREAM, openDecodes, programDecoder } from './given.ts';

let decodes: Awaited<ReturnType<typeof openDecodes>>;
let store: FileArtifactStore;
beforeAll(async () => {
  decodes = await openDecodes();
  store = new FileArtifactStore(join(decodes.folder, 'store'));
  await store.put('stream', BITSTREAM);
  await store.put('side', Uint8Array.from([200]));
});
afterAll(() => decodes.close());

/** The second decode of a point whose first decode gave the frames with this hash. */
async function again(
  decoder: Decoder,
  decoded: string,
  without: readonly CheckName[] = [],
  sides: string[] = [],
) {
  const point = givenPoint('bits', {
    bitstream_key: 'stream',
    decoded_sha256: decoded,
    ...(sides.length > 0 && { side_keys: sides }),
  });
  const {
    bitstream: _bitstream,
    sideFiles: _sideFiles,
    ...request
  } = decodes.request('', { decoder }, without);
  return secondDecode({ ...request, store, point });
}

async function hashOf(bytes: Uint8Array, decoder = programDecoder()): Promise<string> {
  return (await decodeFrames(decodes.request(await decodes.write(bytes), { decoder }))).sha256;
}
/** The number of a process is never that of the one before. */
const random = programDecoder('parts[2].writeUInt32LE(process.pid);');

describe('a second decode', () => {
  it('of the stored bytes gives the frames of the first', async () => {
    const first = await hashOf(BITSTREAM);
    expect(await again(programDecoder(), first)).toBe(first);
  });

  it('is given the stored side files', async () => {
    const decoder = programDecoder("parts[2] = Buffer.alloc(parts[2].length, fs.readFileSync('side-0')[0]);");
    const first = await hashOf(Uint8Array.from([200, ...BITSTREAM.subarray(1)]));
    expect(await again(decoder, first, [], ['side'])).toBe(first);
  });

  it('that gives other frames, the same ones twice, is caught by decoy-decode', async () => {
    const other = await hashOf(BITSTREAM.toReversed());
    await expect(again(programDecoder(), other)).rejects.toMatchObject({ check: 'decoy-decode' });
    expect(await again(programDecoder(), other, ['decoy-decode'])).toBe(await hashOf(BITSTREAM));
  });

  it('that gives other frames each time, is caught by repeatable-decode', async () => {
    await expect(again(random, 'first')).rejects.toMatchObject({ check: 'repeatable-decode' });
    expect(await again(random, 'first', ['repeatable-decode'])).toMatch(/^[0-9a-f]{64}$/);
  });

  it('that fails where the first did not, is caught by decoy-decode', async () => {
    const lost = programDecoder("fs.readFileSync('the source');");
    await expect(again(lost, 'first')).rejects.toMatchObject({
      check: 'decoy-decode',
      message: expect.stringContaining("no such file or directory, open 'the source'"),
    });
    await expect(again(lost, 'first', ['decoy-decode'])).rejects.toMatchObject({ name: 'DecodeFailed' });
  });
});
