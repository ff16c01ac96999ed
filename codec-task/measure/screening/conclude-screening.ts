import { clipsOf } from '../../../lambdas/shared/conclusions/clip-sets.ts';
import type { RatePoint } from '../../../lambdas/shared/result.ts';
import { decideScreening } from '../../../lambdas/shared/screening/stopping-rule.ts';
import type { ScreenedClip, Screening } from '../../../lambdas/shared/screening.ts';
import type { ExperimentSpec } from '../../../lambdas/shared/spec.ts';
import { type ScreeningCurves, scoredClip } from './scored-clip.ts';

/**
 * What an experiment's screening comes to. Held against the champion where its curve is known on every screened clip, and
 * otherwise against the anchor: what cannot beat that cannot beat a champion either.
 */
export function concludeScreening(
  spec: Pick<ExperimentSpec, 'clips' | 'further_clips' | 'rate_points' | 'control'>,
  curves: readonly ScreeningCurves[],
): Screening {
  const configuration = curves.every(({ champion }) => champion !== null) ? (spec.control ?? null) : null;
  const rival = configuration === null ? 'anchor' : 'champion';
  const clips: ScreenedClip[] = curves.map((each) =>
    scoredClip(rival === 'anchor' ? { ...each, champion: null } : each),
  );
  const tuneClips = clipsOf(spec.clips, 'tune').length + (spec.further_clips?.count ?? 0);
  const decided = decideScreening(clips, tuneClips, rival);
  const saved = decided.decision === 'screened out' ? savedSeconds(curves, tuneClips * spec.rate_points) : 0;
  return { ...decided, rival, configuration, clips, saved_cpu_seconds: saved };
}

/** What the first round's other points would cost if each cost what a screened one does. */
function savedSeconds(curves: readonly ScreeningCurves[], firstRound: number): number {
  const screened = curves.flatMap(({ points, controls }) =>
    points.filter(({ quality_control }) => controls.includes(quality_control)),
  );
  const seconds = screened.reduce((sum, point) => sum + secondsOf(point), 0);
  return (seconds / screened.length) * Math.max(0, firstRound - screened.length);
}

function secondsOf({ encode, decode }: RatePoint): number {
  return encode.cpu_seconds + decode.cpu_seconds;
}
