import { ANCHOR } from '../anchor.ts';
import type { ClipAtHand, ClipBench } from '../clip-bench.ts';
import { allEnded, firstRound } from '../clip-ladder.ts';
import type { Ladders } from '../clip-ladders.ts';
import type { ClipPoints } from '../clip-points.ts';
import { championCurve } from './champion-curve.ts';
import { rivalPoint, type ScreeningCurves } from './scored-clip.ts';
import { screenedControls } from './screened-controls.ts';

/**
 * Measures what a clip's screening needs: some points of the test ladder, and the anchor's first round, which is kept of
 * earlier experiments in all but the first.
 * @throws what measuring a point throws, once every point that was begun has ended
 */
export async function measureScreening(
  bench: ClipBench,
  clip: ClipAtHand,
  { anchor, test }: Ladders<ClipPoints>,
  count: number,
): Promise<ScreeningCurves> {
  const { control: champion, rate_points } = bench.spec;
  const controls = screenedControls(test.control, rate_points, count);
  const [points, anchorPoints, championPoints] = await allEnded([
    allEnded(controls.map((value) => test.measure(value, 'ladder'))),
    firstRound(anchor, ANCHOR.points),
    champion && championCurve(bench, clip, champion),
  ]);
  return {
    name: clip.source.name,
    ...{ controls, points, anchor: anchorPoints },
    champion: championPoints?.map(rivalPoint) ?? null,
  };
}
