import { meanBdRates } from '../../lambdas/shared/rate-distortion/bd-rates.ts';
import type { ClipResult, ExperimentResult } from '../../lambdas/shared/result.ts';
import { sha256, specHash } from '../../lambdas/shared/spec.ts';
import { meanOperatingPoint } from '../measure/operating-point.ts';
import { CANNOT_BE_RECOMPUTED } from './compare-values.ts';

/** What is given, and what no decode can show: when, how long and on what, and what was encoded and decoded beside. */
const BEYOND_DECODING = [
  ...(['schema', 'spec', 'status', 'failure', 'started_at', 'wall_seconds', 'cpu_seconds'] as const),
  ...(['environment', 'controls', 'flags', 'checks'] as const),
] satisfies readonly (keyof ExperimentResult)[];

/**
 * A result with everything that follows from its key, its spec and its clips computed again.
 * @param key where it lies in the store.
 * @param clips with what was measured again.
 * @param againOfClips their fields, computed again or said not to be.
 */
export function resultAgain(
  { spec, failure }: ExperimentResult,
  key: string,
  clips: readonly ClipResult[],
  againOfClips: readonly unknown[],
): unknown {
  const [campaign, experiment_id] = key.split('/').slice(-3);
  return {
    ...Object.fromEntries(BEYOND_DECODING.map((name) => [name, CANNOT_BE_RECOMPUTED])),
    ...{ campaign, experiment_id, spec_hash: specHash(spec), clips: againOfClips },
    ...conclusions(failure === null ? clips : []),
  };
}

function conclusions(clips: readonly ClipResult[]) {
  const hashes = clips.flatMap((clip) => clip.points.map((point) => point.bitstream_sha256));
  return {
    bd_rate: meanBdRates(clips.map((clip) => ({ name: clip.source.name, bdRates: clip.bd_rate }))),
    operating_point: meanOperatingPoint(clips.map((clip) => clip.operating_point)),
    anchor_operating_point: meanOperatingPoint(clips.map((clip) => clip.anchor.operating_point)),
    fingerprint: clips.length === 0 ? null : sha256(hashes.join('\n')),
  };
}
