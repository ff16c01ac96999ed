import { artifactKeys } from '../shared/keys.ts';
import { SYNTHETIC_RECIPES } from '../shared/names.ts';
import type { LabSettings } from '../shared/settings.ts';
import type { ClipReference } from '../shared/spec.ts';

/** Most clips of an experiment; a record lists each. */
const MOST_CLIPS = 32;

/** A campaign's clips from the keys below its prefix; without any, the synthetic ones that the settings describe. */
export function campaignClips(
  campaign: string,
  keys: readonly string[],
  { synthetic }: LabSettings,
): ClipReference[] {
  const prefix = artifactKeys.clips(campaign);
  const stored = keys.filter((key) => key.startsWith(prefix)).slice(0, MOST_CLIPS);
  if (stored.length > 0)
    return stored.map((key) => ({ kind: 'stored', name: key.slice(prefix.length).slice(0, 80), key }));
  return SYNTHETIC_RECIPES.slice(0, synthetic.clips).map((recipe) => ({
    kind: 'synthetic',
    name: recipe,
    recipe,
    width: synthetic.width,
    height: synthetic.height,
  }));
}
