import { ALL_CHECKS } from '../../lambdas/shared/checks.ts';
import { resultsOf } from '../../lambdas/shared/conclusions/clip-sets.ts';
import { conclusions, noConclusions } from '../../lambdas/shared/conclusions/conclusions.ts';
import { scoresFingerprint } from '../../lambdas/shared/conclusions/fingerprints.ts';
import type { ClipResult, ExperimentResult } from '../../lambdas/shared/result.ts';
import { specHash } from '../../lambdas/shared/spec.ts';
import { isAnchor } from '../measure/is-anchor.ts';
import { CANNOT_BE_RECOMPUTED } from './compare-values.ts';
import { screeningAgain } from './screening-again.ts';

/** What is given, and what no decode can show: when, how long and on what. */
const BEYOND_DECODING = [
  ...(['schema', 'spec', 'status', 'failure', 'started_at', 'wall_seconds', 'cpu_seconds'] as const),
  'environment',
] satisfies readonly (keyof ExperimentResult)[];

/**
 * A result with everything that follows from its key, its spec and its clips computed again.
 * @param key where it lies in the store.
 * @param clips with what was measured again.
 * @param againOfClips their fields, computed again or said not to be.
 * @param controls likewise those of the controls.
 */
export function resultAgain(
  stored: ExperimentResult,
  key: string,
  clips: readonly ClipResult[],
  againOfClips: readonly unknown[],
  controls: unknown,
): unknown {
  const { spec, failure, environment } = stored;
  const screening = screeningAgain(stored, clips);
  const [campaign, experiment_id] = key.split('/').slice(-3);
  const isolation = environment.isolation?.mode ?? 'none';
  return {
    ...Object.fromEntries(BEYOND_DECODING.map((name) => [name, CANNOT_BE_RECOMPUTED])),
    ...{ campaign, experiment_id, spec_hash: specHash(spec), clips: againOfClips, screening, controls },
    ...(failure === null
      ? {
          ...conclusions({ spec, isAnchor: isAnchor(spec), checks: ALL_CHECKS, isolation, screening }, clips),
          // A hash knows no tolerance: it is that of the stored scores, each of which is checked by itself.
          scores_fingerprint: scoresFingerprint(resultsOf(stored.clips, 'tune')),
        }
      : noConclusions()),
  };
}
