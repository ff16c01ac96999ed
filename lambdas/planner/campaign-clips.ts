import { NamedError } from '../shared/errors.ts';
import { artifactKeys } from '../shared/keys.ts';
import type { LabSettings } from '../shared/settings.ts';
import { type ClipReference, MOST_CLIPS } from '../shared/spec.ts';
import { folderSet, setsOf } from './clip-sets.ts';
import { syntheticClips } from './synthetic-clips.ts';

/** A campaign has more clips than can be merged, or holds more out than an experiment's record can list. */
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
  if (!sets.includes('tune')) throw new NoTuneClipError(campaign);
  return clips;
}
