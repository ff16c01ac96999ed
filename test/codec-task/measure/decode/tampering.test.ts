import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Decoder } from '../../../../codec-task/codecs/decoder.ts';
import { decodeFrames } from '../../../../codec-task/measure/decode/decode-frames.ts';
import { requireDependence } from '../../../../codec-task/measure/decode/tampering.ts';
import type { CheckName } from '../../../../lambdas/shared/checks.ts';
import { BITSTREAM, FRAME_BYTES, openDecodes, programDecoder } from './given.ts';

let decodes: Awaited<ReturnType<typeof openDecodes>>;
beforeAll(async () => {
  decodes = await openDecodes();
});
afterAll(() => decodes.close());

/** Frames whose samples are `levels`, an expression given `bytes`. */
function decoderOf(levels: string): Decoder {
  return programDecoder(
    `parts.length = 1; for (const level of ${levels}) parts.push(Buffer.from('FRAME\\n'), Buffer.alloc(${FRAME_BYTES}, level));`,
  );
}

async function tampered(decoder: Decoder, without: readonly CheckName[] = []): Promise<void> {
  const request = decodes.request(await decodes.write(BITSTREAM), { decoder }, without);
  const { sha256: decodedSha256 } = await decodeFrames(request);
  const other = { bitstream: await decodes.write(BITSTREAM.toReversed()), sideFiles: [] };
  await requireDependence({ ...request, decodedSha256, other, schedule: (job) => job() });
}
const EIGHT = '[1, 2, 3, 4, 5, 6, 7, 8]';

describe('frames that must come from the bitstream', () => {
  it('and do, pass', async () => {
    await tampered(programDecoder());
  });

  it('and a decoder that fails on anything damaged, pass', async () => {
    const own = JSON.stringify([...BITSTREAM]);
    await tampered(
      programDecoder(`if (JSON.stringify([...bytes]) !== '${own}') throw new Error('damaged');`),
    );
  });

  it.each([
    ['that are always the same', EIGHT, 'swapped-bitstream'],
    // The first four bytes are all that half of it holds.
    ['of its first half', '[...bytes.subarray(0, 4), ...bytes.subarray(0, 4)]', 'truncated-bitstream'],
    ['of its length', `bytes.length === 8 ? Array(8).fill(bytes[0]) : ${EIGHT}`, 'flipped-bitstream'],
  ] as const)('and are those %s, are caught', async (_, levels, check) => {
    await expect(tampered(decoderOf(levels))).rejects.toMatchObject({ check });
  });

  it('and do not, pass where nobody asks', async () => {
    await tampered(decoderOf(EIGHT), ['swapped-bitstream', 'truncated-bitstream', 'flipped-bitstream']);
  });
});
