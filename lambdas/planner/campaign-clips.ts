import { NamedError } from '../shared/errors.ts';
import { artifactKeys } from '../shared/keys.ts';
import type { LabSettings } from '../shared/settings.ts';
import type { ClipReference } from '../shared/spec.ts';
import { folderSet, setsOf } from './clip-sets.ts';
import { syntheticClips } from './synthetic-clips.ts';

/** A campaign has more clips, or longer names, than an experiment's record can list. */
export class TooManyClipsError extends NamedError {
  constructor(campaign: string, detail: string) {
    super(
      'TooManyClips',
      `campaign ${campaign} ${detail}: remove some, shorten their names, or split the campaign`,
    );
  }
}

/** A person's folders leave nothing to search with. */
export class NoTuneClipError extends NamedError {
  constructor(campaign: string) {
    super(
      'NoTuneClip',
      `all clips of campaign ${campaign} lie below validate/ or sealed/, and a search needs others: put at least one below tune/`,
    );
  }
}

/** Most clips of an experiment; a record lists each. */
const MOST_CLIPS = 32;
/**
 * Bytes that clips may take of a record of at most 8 KB, and what a clip takes beside its name and key: 32 with names of 22
 * characters fit, 16 with names of 80.
 */
const ROOM = 5200;
const BYTES_PER_CLIP = 65;
const BYTES_PER_VALIDATE_CLIP = 115;

/**
 * A campaign's clips from the keys below its prefix, each in its set; without any, the synthetic ones that the settings
 * describe.
 * @throws TooManyClipsError, NoTuneClipError
 */
export function campaignClips(
  campaign: string,
  keys: readonly string[],
  { synthetic }: LabSettings,
): ClipReference[] {
  const prefix = artifactKeys.clips(campaign);
  const stored = keys.filter((key) => key.startsWith(prefix));
  if (stored.length === 0) return syntheticClips(synthetic);
  if (stored.length > MOST_CLIPS)
    throw new TooManyClipsError(
      campaign,
      `has ${stored.length} clips, ${MOST_CLIPS} are measured together at most`,
    );
  const paths = stored.map((key) => key.slice(prefix.length));
  const sets = setsOf(stored, paths.map(folderSet));
  const clips = stored.map((key, index) => ({
    kind: 'stored' as const,
    name: (paths[index] ?? '').slice(0, 80),
    key,
    set: sets[index] ?? 'tune',
  }));
  const bytes = clips.reduce((sum, clip) => sum + recordBytes(clip), 0);
  if (bytes > ROOM)
    throw new TooManyClipsError(
      campaign,
      `has clips that take ${bytes} bytes of a record with their names and keys, ${ROOM} fit`,
    );
  if (!sets.includes('tune')) throw new NoTuneClipError(campaign);
  return clips;
}

/** Bytes that a record needs for a clip at least; tune clips' own figures are left out where they do not fit. */
function recordBytes({ name, key, set }: Extract<ClipReference, { kind: 'stored' }>): number {
  const figures = set === 'validate' ? BYTES_PER_VALIDATE_CLIP : 0;
  return Buffer.byteLength(name) + Buffer.byteLength(key) + BYTES_PER_CLIP + figures;
}
