import type { SYNTHETIC_RECIPES } from '../shared/names.ts';
import type { LabSettings } from '../shared/settings.ts';
import type { ClipReference, ClipSet } from '../shared/spec.ts';

type Recipe = (typeof SYNTHETIC_RECIPES)[number];

/**
 * The recipes of so many clips with their sets. Moving objects validate, not the predecessor's clip: that one is bound by
 * its noise, on which even x265 at preset fast needs 7 % fewer bits than at medium and tune psnr 31 % fewer, so that it
 * would hardly refuse anything. It also costs four times the encodes of the others, which validation would add to.
 */
const SETS: Readonly<Record<number, readonly (readonly [Recipe, ClipSet])[]>> = {
  1: [['drifting-texture', 'tune']],
  2: [
    ['drifting-texture', 'tune'],
    ['moving-objects', 'validate'],
  ],
  3: [
    ['drifting-texture', 'tune'],
    ['predecessor', 'tune'],
    ['moving-objects', 'validate'],
  ],
};

/** The clips of a campaign that has none of its own. */
export function syntheticClips({ clips, width, height }: LabSettings['synthetic']): ClipReference[] {
  return (SETS[clips] ?? []).map(([recipe, set]) => ({
    kind: 'synthetic',
    name: recipe,
    recipe,
    width,
    height,
    set,
  }));
}
