import { encoderName } from '../../lambdas/shared/encoder-name.ts';
import type { RatePoint } from '../../lambdas/shared/result.ts';
import { openCodec } from '../codecs/resolve.ts';
import { ANCHOR, type Anchor, STRONG_ANCHOR } from './anchor.ts';
import type { ClipAtHand, ClipBench, Subject } from './clip-bench.ts';
import { allEnded, extended, firstRound, ladderRange, withFloor } from './clip-ladder.ts';
import { ClipPoints } from './clip-points.ts';

/** A clip's ladders, or what is made for each: the anchors' and the test's. */
export interface Ladders<Each> {
  readonly anchor: Each;
  /** Undefined where it is not asked for or cannot be coded. */
  readonly strong: Each | undefined;
  readonly test: Each;
}

export function openLadders(bench: ClipBench, clip: ClipAtHand, strong: boolean): Ladders<ClipPoints> {
  const points = (subject: Subject) => new ClipPoints(bench, clip, subject);
  const { strategy, encoder, parameters } = bench.spec;
  const { codec, control } = bench;
  return {
    anchor: points(anchorSubject(ANCHOR, 'HEVC anchor')),
    strong: strong ? points(anchorSubject(STRONG_ANCHOR, 'strong HEVC anchor')) : undefined,
    test: points({
      strategy,
      encoder,
      parameters,
      codec,
      control,
      label: encoderName(bench.spec),
      isAnchor: false,
    }),
  };
}

/**
 * All ladders side by side, the slowest begun first. The test ladder's extension alone waits for another ladder: for the
 * anchor's first round, which tells the range to cover.
 * @throws what measuring a point throws, once every point that was begun has ended
 */
export async function measureLadders(
  { anchor, strong, test }: Ladders<ClipPoints>,
  ratePoints: number,
): Promise<Ladders<RatePoint[]>> {
  const strongLadder =
    strong && firstRound(strong, STRONG_ANCHOR.points).then((first) => withFloor(strong, first));
  const testFirst = firstRound(test, ratePoints);
  const anchorFirst = firstRound(anchor, ANCHOR.points);
  const testLadder = allEnded([testFirst, anchorFirst]).then(async ([first, range]) =>
    withFloor(test, await extended(test, first, ladderRange(range))),
  );
  const anchorLadder = anchorFirst.then((first) => withFloor(anchor, first));
  const [anchorPoints, strongPoints, testPoints] = await allEnded([anchorLadder, strongLadder, testLadder]);
  return { anchor: anchorPoints, strong: strongPoints, test: testPoints };
}

function anchorSubject({ strategy, encoder, parameters }: Anchor, label: string): Subject {
  const { codec, control } = openCodec({ strategy, encoder, parameters });
  return { strategy, encoder, parameters, codec, control, label: `${label} ${encoder}`, isAnchor: true };
}
