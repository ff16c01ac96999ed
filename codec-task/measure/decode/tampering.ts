import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CheckFailedError } from '../check-failed.ts';
import { allEnded } from '../clip-ladder.ts';
import { decodeFrames } from './decode-frames.ts';
import { DecodeFailedError, type DecodeRequest } from './decode-request.ts';

/** Places of the changed bytes, as shares of the bitstream's length. */
const FLIPPED_AT = [0.35, 0.6, 0.9];

export interface TamperRequest extends DecodeRequest {
  /** Hash of the frames that the bitstream decodes to. */
  readonly decodedSha256: string;
  /** The bitstream of another clip of the same size, and side files with it; undefined when there is none. */
  readonly other: { readonly bitstream: string; readonly sideFiles: readonly string[] } | undefined;
  /** Runs a decode when a core is free. */
  readonly schedule: <T>(job: () => Promise<T>) => Promise<T>;
}

/**
 * Shows that the frames come from the bitstream: another one, half of it, or one with changed bytes must decode to other
 * frames or fail. The three are tried side by side, since nothing else is left to do by then.
 * @throws CheckFailedError swapped-bitstream, truncated-bitstream, flipped-bitstream, the first of them that failed
 */
export async function requireDependence(request: TamperRequest): Promise<void> {
  const bytes = await readFile(request.bitstream);
  await allEnded([swapped(request), truncated(request, bytes), flipped(request, bytes)]);
}

async function swapped(request: TamperRequest): Promise<void> {
  const { other, checks } = request;
  if (!checks.has('swapped-bitstream') || other === undefined) return;
  if (await isSame(request, other))
    throw new CheckFailedError('swapped-bitstream', "another clip's bitstream decodes to this clip");
}

async function truncated(request: TamperRequest, bytes: Uint8Array): Promise<void> {
  if (!request.checks.has('truncated-bitstream')) return;
  const bitstream = join(request.folder, 'truncated');
  await writeFile(bitstream, bytes.subarray(0, bytes.length >> 1));
  if (await isSame(request, { bitstream }))
    throw new CheckFailedError('truncated-bitstream', 'half of the bitstream decodes to the same frames');
}

async function flipped(request: TamperRequest, bytes: Uint8Array): Promise<void> {
  if (!request.checks.has('flipped-bitstream')) return;
  const bitstream = join(request.folder, 'flipped');
  for (const share of FLIPPED_AT) {
    const changed = Buffer.from(bytes);
    const at = Math.min(bytes.length - 1, Math.floor(bytes.length * share));
    changed[at] = (changed[at] as number) ^ 0xff;
    await writeFile(bitstream, changed);
    if (!(await isSame(request, { bitstream }))) return;
  }
  throw new CheckFailedError(
    'flipped-bitstream',
    `changing a byte at ${FLIPPED_AT.length} places leaves the frames as they were`,
  );
}

async function isSame(request: TamperRequest, changes: Partial<DecodeRequest>): Promise<boolean> {
  const decoded = await request.schedule(() => framesOrFailure({ ...request, ...changes }));
  return decoded === request.decodedSha256;
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
