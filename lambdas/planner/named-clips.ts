import { artifactKeys } from '../shared/keys.ts';
import { type ClipReference, canonicalJson, type FurtherClips, MOST_NAMED, sha256 } from '../shared/spec.ts';
import { TooManyClipsError } from './campaign-clips.ts';

/** A campaign's clips by where a spec has them. */
export interface PartedClips {
  /** Those that it names. */
  readonly named: readonly ClipReference[];
  /** Tune clips beside those; undefined where all are named. */
  readonly further: { readonly reference: FurtherClips; readonly list: readonly ClipReference[] } | undefined;
}

/**
 * Bytes that clips may take of a record of at most 8 KB, and what a clip takes beside its name and key: 32 with names of 22
 * characters fit, 16 with names of 80. The reference to further clips takes some 230 of them.
 */
const ROOM = 5200;
const BYTES_PER_CLIP = 65;
const BYTES_PER_VALIDATE_CLIP = 115;
const BYTES_OF_REFERENCE = 230;

/**
 * Parts clips into those that one task measures, which the spec names, and further tune clips for tasks of their own. Clips
 * that are held out are always named, because a champion stands or falls with each of them.
 * @param perTask most clips of one task.
 * @throws TooManyClipsError where those that are held out leave no room for any to search with
 */
export function partedClips(campaign: string, clips: readonly ClipReference[], perTask: number): PartedClips {
  if (clips.length <= perTask && bytesOf(clips) <= ROOM) return { named: clips, further: undefined };
  const isTune = ({ set = 'tune' }: ClipReference) => set === 'tune';
  const heldOut = clips.filter((clip) => !isTune(clip));
  const tune = clips.filter(isTune);
  let first = Math.min(perTask, MOST_NAMED - heldOut.length, tune.length);
  const room = ROOM - BYTES_OF_REFERENCE;
  while (first > 0 && bytesOf([...heldOut, ...tune.slice(0, first)]) > room) first--;
  if (first <= 0)
    throw new TooManyClipsError(
      campaign,
      `holds ${heldOut.length} clips out, which take ${bytesOf(heldOut)} bytes of a record with their names and keys; ${MOST_NAMED - 1} and ${room} bytes fit beside one to search with`,
    );
  const chosen = new Set(tune.slice(0, first));
  const named = clips.filter((clip) => chosen.has(clip) || !isTune(clip));
  const list = tune.slice(first);
  if (list.length === 0) return { named, further: undefined };
  const hash = sha256(canonicalJson(list));
  const reference = { key: artifactKeys.clipList(hash), sha256: hash, count: list.length, per_task: perTask };
  return { named, further: { reference, list } };
}

function bytesOf(clips: readonly ClipReference[]): number {
  return clips.reduce((sum, clip) => sum + recordBytes(clip), 0);
}

/** Bytes that a record needs for a clip at least; tune clips' own figures are left out where they do not fit. */
function recordBytes(clip: ClipReference): number {
  const figures = clip.set === 'validate' ? BYTES_PER_VALIDATE_CLIP : 0;
  const key = clip.kind === 'stored' ? clip.key : '';
  return Buffer.byteLength(clip.name) + Buffer.byteLength(key) + BYTES_PER_CLIP + figures;
}
