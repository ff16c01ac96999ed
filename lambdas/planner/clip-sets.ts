import { type ClipSet, sha256 } from '../shared/spec.ts';

/** Folders below a campaign's prefix in which a person puts clips into a set. */
const FOLDERS = ['tune', 'validate', 'sealed'] as const satisfies readonly ClipSet[];

/** The set that a person chose for a clip by its folder; undefined for none. @param path below the campaign's prefix */
export function folderSet(path: string): ClipSet | undefined {
  return FOLDERS.find((folder) => path.startsWith(`${folder}/`));
}

/**
 * A set for each clip. A person's folders are followed exactly: once any clip lies in one of them, clips outside are for
 * tuning and no set is filled by itself. Otherwise the order of the SHA-256 of the clips' identities decides, so that
 * neither their names nor the planner choose what the search gets to see: half of them, rounded up, for tuning, the rest to
 * validate and sealed in turn.
 * @param identities of the clips, all different, in any order.
 */
export function setsOf(identities: readonly string[], chosen: readonly (ClipSet | undefined)[]): ClipSet[] {
  if (chosen.some((set) => set !== undefined)) return chosen.map((set) => set ?? 'tune');
  const order = identities.map((identity, index) => ({ hash: sha256(identity), index }));
  order.sort((a, b) => (a.hash < b.hash ? -1 : 1));
  const sizes = setSizes(identities.length);
  const sets: ClipSet[] = [];
  for (const [place, { index }] of order.entries())
    sets[index] = place < sizes.tune ? 'tune' : place < sizes.tune + sizes.validate ? 'validate' : 'sealed';
  return sets;
}

/** Most clips of a set that is held out: each of them is named in every record. */
const MOST_HELD_OUT = 8;

/**
 * How many of so many clips are for what: 1/0/0, 1/1/0, 2/1/0, 2/1/1, 3/1/1, 3/2/1, then a half and two quarters, of which no
 * more than 8 each.
 */
export function setSizes(clips: number): Record<ClipSet, number> {
  const half = Math.floor(clips / 2);
  const validate = Math.min(MOST_HELD_OUT, Math.ceil(half / 2));
  const sealed = Math.min(MOST_HELD_OUT, Math.floor(half / 2));
  return { tune: clips - validate - sealed, validate, sealed };
}
