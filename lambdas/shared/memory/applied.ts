/** Ids that a summary remembers: twelve days at four iterations of three arms a day. */
const REMEMBERED = 200;

/**
 * Whether an id was counted before. Ids sort by start time, so one that is older than all of a full memory counts as
 * known: it was counted and forgotten, or is weeks late.
 */
export function isApplied(applied: readonly string[], id: string): boolean {
  if (applied.includes(id)) return true;
  const oldest = applied[0];
  return applied.length >= REMEMBERED && oldest !== undefined && id < oldest;
}

/** The memory with one more id, sorted, the newest {@link REMEMBERED} of them. */
export function withApplied(applied: readonly string[], id: string): string[] {
  return [...applied, id].sort().slice(-REMEMBERED);
}
