/**
 * How well two lists of figures stand in the same order (Kendall 1938): over all pairs, those in the same order less those in
 * the opposite one, as a share; a tie in either counts as neither.
 */
export function rankAgreement(a: readonly number[], b: readonly number[]): number {
  const { balance, pairs } = pairBalance(a, b);
  return pairs === 0 ? 0 : balance / pairs;
}

/**
 * Probability that lists without any connection agree or disagree in order at least as much, 0 to 1: exact over all orders,
 * from the number of orders with so many inversions. With ties, which make a balance smaller, it is too large and never too
 * small.
 */
export function chanceOfAgreement(a: readonly number[], b: readonly number[]): number {
  const { balance, pairs } = pairBalance(a, b);
  const counts = inversionCounts(a.length);
  const all = counts.reduce((sum, count) => sum + count, 0);
  const asFar = counts.filter((_, inversions) => Math.abs(pairs - 2 * inversions) >= Math.abs(balance));
  return asFar.reduce((sum, count) => sum + count, 0) / all;
}

function pairBalance(a: readonly number[], b: readonly number[]): { balance: number; pairs: number } {
  let balance = 0;
  let pairs = 0;
  for (const [later, ofA] of a.entries())
    for (let earlier = 0; earlier < later; earlier++) {
      pairs += 1;
      balance += Math.sign(ofA - (a[earlier] ?? ofA)) * Math.sign((b[later] ?? 0) - (b[earlier] ?? 0));
    }
  return { balance, pairs };
}

/** How many orders of so many values have 0, 1, 2, ... inversions: each further value adds 0 to as many as stand before it. */
function inversionCounts(values: number): number[] {
  let counts = [1];
  for (let placed = 1; placed < values; placed++) {
    const before = counts;
    counts = Array.from({ length: before.length + placed }, (_, inversions) =>
      before.slice(Math.max(0, inversions - placed), inversions + 1).reduce((sum, count) => sum + count, 0),
    );
  }
  return counts;
}
