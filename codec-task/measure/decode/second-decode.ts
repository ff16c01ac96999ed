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
  const again = await framesOrFault(request);
  if (again.sha256 === point.decoded_sha256) return again.sha256;
  const third = await framesOrFault(request);
  const check = third.sha256 === again.sha256 ? 'decoy-decode' : 'repeatable-decode';
  if (checks.has(check))
    throw new CheckFailedError(
      check,
      `frames ${point.decoded_sha256.slice(0, 12)} were scored, the second decode ${told(again)} and the third ${told(third)}, with other frames at the place of the source`,
      { cause: again.fault },
    );
  if (again.fault !== undefined) throw again.fault;
  return again.sha256;
}

/** The hash of a decode's frames, or an empty one with the reason why there are none. */
interface Outcome {
  readonly sha256: string;
  readonly fault?: DecodeFailedError;
}

/** Fetched anew for each decode: what lies in a folder of this machine meanwhile is not asked. */
async function framesOrFault(request: StoredDecodeRequest): Promise<Outcome> {
  try {
    return await decodeFrames({ ...request, ...(await fetchStored(request)) });
  } catch (error) {
    if (error instanceof DecodeFailedError) return { sha256: '', fault: error };
    throw error;
  }
}

function told({ sha256, fault }: Outcome): string {
  return fault === undefined ? `gave ${sha256.slice(0, 12)}` : `failed (${fault.message})`;
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
