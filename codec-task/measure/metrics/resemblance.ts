/** How far around a frame's own place another one is looked for. */
const REACH = 2;
/** Another frame is clearly nearer when its error is under this share of the own one's. */
const CLEARLY = 0.25;
/** Mean squared error of block means, in squared sample steps, under which frames are too alike to tell apart. */
const TOO_ALIKE = 2;

/**
 * For each decoded frame the index of the source frame among its neighbours that it clearly resembles more than the one
 * at its own place, else its own index. Both are given as block means, which coding hardly changes and motion does.
 */
export function resemblances(decoded: readonly Float32Array[], source: readonly Float32Array[]): number[] {
  return decoded.map((frame, index) => {
    const own = meanSquaredError(frame, source[index]);
    if (own < TOO_ALIKE) return index;
    let best = { index, error: own * CLEARLY };
    for (let other = index - REACH; other <= index + REACH; other++) {
      const error = other === index ? own : meanSquaredError(frame, source[other]);
      if (error < best.error) best = { index: other, error };
    }
    return best.index;
  });
}

function meanSquaredError(a: Float32Array, b: Float32Array | undefined): number {
  if (b === undefined) return Number.POSITIVE_INFINITY;
  let sum = 0;
  for (let index = 0; index < a.length; index++) sum += ((a[index] as number) - (b[index] as number)) ** 2;
  return sum / Math.max(1, a.length);
}
