import { resultsOf } from '../../lambdas/shared/conclusions/clip-sets.ts';
import type { ClipResult, ExperimentResult } from '../../lambdas/shared/result.ts';
import type { Screening } from '../../lambdas/shared/screening.ts';
import { concludeScreening } from '../measure/screening/conclude-screening.ts';

/**
 * A screening concluded again from what was measured again. The champion's curve is that of another experiment and is taken
 * as it is stored. Null where there was none; as it is stored where a screened clip is not in the result, which an
 * experiment that failed later may lack.
 */
export function screeningAgain(
  { spec, screening }: Pick<ExperimentResult, 'spec' | 'screening'>,
  clips: readonly ClipResult[],
): Screening | null {
  if (!screening) return null;
  // The screened clips are the first ones of the tune set.
  const tune = resultsOf(clips, 'tune');
  const curves = screening.clips.flatMap(({ name, quality_controls, champion }, index) => {
    const clip = tune[index];
    if (clip?.source.name !== name) return [];
    return [{ name, controls: quality_controls, points: clip.points, anchor: clip.anchor.points, champion }];
  });
  return curves.length < screening.clips.length ? screening : concludeScreening(spec, curves);
}
