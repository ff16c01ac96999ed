import { CheckFailedError } from './check-failed.ts';

/** Share of frames that may resemble another one by chance, and the fewest that say anything. */
const TOLERATED_SHARE = 0.05;
const FEWEST = 2;

/**
 * @param resembles for each decoded frame the index of the source frame that it clearly resembles.
 * @throws CheckFailedError frame-order
 */
export function requireOrder(resembles: readonly number[]): void {
  const misplaced = resembles.flatMap((other, index) => (other === index ? [] : [{ index, other }]));
  const [first] = misplaced;
  if (first === undefined || misplaced.length < FEWEST) return;
  if (misplaced.length <= TOLERATED_SHARE * resembles.length) return;
  throw new CheckFailedError(
    'frame-order',
    `${misplaced.length} of ${resembles.length} frames resemble another frame of the source, frame ${first.index} its frame ${first.other}`,
  );
}
