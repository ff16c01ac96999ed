import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CheckName } from '../../../lambdas/shared/checks.ts';
import { CheckFailedError } from '../check-failed.ts';
import { decodeFrames } from './decode-frames.ts';
import { DecodeFailedError, type DecodeRequest } from './decode-request.ts';

/** Places of the changed bytes, as shares of the bitstream's length. */
const FLIPPED_AT = [0.35, 0.6, 0.9];

export interface TamperRequest extends DecodeRequest {
  /** Hash of the frames that the bitstream decodes to. */
  readonly decodedSha256: string;
  /** The bitstream of another clip of the same size, and side files with it; undefined when there is none. */
  readonly other: { readonly bitstream: string; readonly sideFiles: readonly string[] } | undefined;
}

/**
 * Shows that the frames come from the bitstream: another one, half of it, or one with changed bytes must decode to other
 * frames or fail.
 * @throws CheckFailedError swapped-bitstream, truncated-bitstream, flipped-bitstream
 */
export async function requireDependence(request: TamperRequest): Promise<void> {
  const { other, checks, decodedSha256, folder } = request;
  const bytes = await readFile(request.bitstream);
  const same = async (changes: Partial<DecodeRequest>) =>
    (await framesOrFailure({ ...request, ...changes })) === decodedSha256;
  const fail = (check: CheckName, detail: string) => {
    throw new CheckFailedError(check, detail);
  };
  if (checks.has('swapped-bitstream') && other !== undefined && (await same(other)))
    fail('swapped-bitstream', "another clip's bitstream decodes to this clip");
  const tampered = join(folder, 'tampered');
  if (checks.has('truncated-bitstream')) {
    await writeFile(tampered, bytes.subarray(0, bytes.length >> 1));
    if (await same({ bitstream: tampered }))
      fail('truncated-bitstream', 'half of the bitstream decodes to the same frames');
  }
  if (!checks.has('flipped-bitstream')) return;
  for (const share of FLIPPED_AT) {
    const changed = Buffer.from(bytes);
    const at = Math.min(bytes.length - 1, Math.floor(bytes.length * share));
    changed[at] = (changed[at] as number) ^ 0xff;
    await writeFile(tampered, changed);
    if (!(await same({ bitstream: tampered }))) return;
  }
  fail('flipped-bitstream', `changing a byte at ${FLIPPED_AT.length} places leaves the frames as they were`);
}

/** The hash of the frames, or undefined when the decode failed, which a tampered bitstream may do in any way. */
async function framesOrFailure(request: DecodeRequest): Promise<string | undefined> {
  try {
    return (await decodeFrames(request)).sha256;
  } catch (error) {
    if (error instanceof DecodeFailedError || error instanceof CheckFailedError) return undefined;
    throw error;
  }
}
