import type { QualityControl } from '../../../lambdas/shared/space.ts';
import { firstControls } from '../ladder.ts';

/**
 * The values of the quality control that a screening measures: from within the ladder's first round, spread evenly, so
 * that its ends, which are the dearest and often outside the anchor's qualities, are left for later.
 * @param ladderPoints of the first round.
 * @param count at most as many.
 */
export function screenedControls(control: QualityControl, ladderPoints: number, count: number): number[] {
  const controls = firstControls(control, ladderPoints);
  const step = (controls.length - 1) / (count + 1);
  const places = Array.from({ length: count }, (_, index) => Math.round(step * (index + 1)));
  return controls.filter((_, place) => places.includes(place));
}
