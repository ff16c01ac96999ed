import { NamedError } from '../shared/errors.ts';
import { artifactKeys } from '../shared/keys.ts';
import { SYNTHETIC_RECIPES } from '../shared/names.ts';
import type { LabSettings } from '../shared/settings.ts';
import type { ClipReference } from '../shared/spec.ts';

/** A campaign has more clips, or longer names, than an experiment's record can list. */
export class TooManyClipsError extends NamedError {
  constructor(campaign: string, detail: string) {
    super(
      'TooManyClips',
      `campaign ${campaign} ${detail}: remove some, shorten their names, or split the campaign`,
    );
  }
}

/** Most clips of an experiment; a record lists each. */
const MOST_CLIPS = 32;
/** Characters of all names and keys together: 32 clips with names of 60 make a record of 7.9 KB, and 8 is the limit. */
const MOST_CHARACTERS = 4800;

/**
 * A campaign's clips from the keys below its prefix; without any, the synthetic ones that the settings describe.
 * @throws TooManyClipsError
 */
export function campaignClips(
  campaign: string,
  keys: readonly string[],
  { synthetic }: LabSettings,
): ClipReference[] {
  const prefix = artifactKeys.clips(campaign);
  const stored = keys.filter((key) => key.startsWith(prefix));
  if (stored.length > MOST_CLIPS)
    throw new TooManyClipsError(
      campaign,
      `has ${stored.length} clips, ${MOST_CLIPS} are measured together at most`,
    );
  const clips = stored.map((key) => ({
    kind: 'stored' as const,
    name: key.slice(prefix.length).slice(0, 80),
    key,
  }));
  const characters = clips.reduce((sum, { name, key }) => sum + name.length + key.length, 0);
  if (characters > MOST_CHARACTERS)
    throw new TooManyClipsError(
      campaign,
      `has clips whose names and keys are ${characters} characters long together, ${MOST_CHARACTERS} fit a record`,
    );
  if (clips.length > 0) return clips;
  return SYNTHETIC_RECIPES.slice(0, synthetic.clips).map((recipe) => ({
    kind: 'synthetic',
    name: recipe,
    recipe,
    width: synthetic.width,
    height: synthetic.height,
  }));
}
