import { join } from 'node:path';
import type { RatePoint } from '../../../lambdas/shared/result.ts';
import type { ArtifactStore } from '../../../lambdas/shared/stores/artifact-store.ts';
import { CheckFailedError } from '../check-failed.ts';
import { decodeFrames } from './decode-frames.ts';
import { DecodeFailedError, type DecodeRequest } from './decode-request.ts';

/** A decode of what the artifact store holds of a rate point. */
export interface StoredDecodeRequest extends Omit<DecodeRequest, 'bitstream' | 'sideFiles'> {
  readonly store: ArtifactStore;
  readonly point: RatePoint;
}

/**
 * Decodes a stored bitstream again, to be called while a decoy lies at the source's place: whoever decodes from there
 * instead of from the bitstream gives other frames than those that were scored.
 * @returns the hash of the second decode's frames
 * @throws CheckFailedError repeatable-decode when two decodes beside the decoy differ too, else decoy-decode
 */
export async function secondDecode(request: StoredDecodeRequest): Promise<string> {
  const { checks, point } = request;
  const stored = { ...request, ...(await fetchStored(request)) };
  const again = await decodeFrames(stored).catch((error: unknown) => {
    if (!(error instanceof DecodeFailedError) || !checks.has('decoy-decode')) throw error;
    throw new CheckFailedError(
      'decoy-decode',
      `the second decode failed where the first did not: ${error.message}`,
      { cause: error },
    );
  });
  if (again.sha256 === point.decoded_sha256) return again.sha256;
  const third = await decodeFrames(stored);
  const named = `frames ${point.decoded_sha256.slice(0, 12)} were scored, ${again.sha256.slice(0, 12)} came from the second decode`;
  if (third.sha256 !== again.sha256) {
    if (checks.has('repeatable-decode')) throw new CheckFailedError('repeatable-decode', named);
  } else if (checks.has('decoy-decode'))
    throw new CheckFailedError('decoy-decode', `${named} with other frames at the place of the source`);
  return again.sha256;
}

/** Fetches a rate point's bitstream and side files into the request's folder. @throws ArtifactNotFoundError */
export async function fetchStored({
  store,
  point,
  folder,
}: Pick<StoredDecodeRequest, 'store' | 'point' | 'folder'>): Promise<
  Pick<DecodeRequest, 'bitstream' | 'sideFiles'>
> {
  const fetch = async (key: string, name: string) => {
    const path = join(folder, name);
    await store.getFile(key, path);
    return path;
  };
  const sideFiles = await Promise.all(
    (point.side_keys ?? []).map((key, index) => fetch(key, `kept-side-${index}`)),
  );
  return { bitstream: await fetch(point.bitstream_key ?? '', 'kept-bitstream'), sideFiles };
}
