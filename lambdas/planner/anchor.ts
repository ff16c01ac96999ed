import { isSame } from '../shared/memory/configuration.ts';
import type { Configuration } from '../shared/spec.ts';

/** The configuration that every result is compared with. */
export const ANCHOR = { encoder: 'libx265', parameters: { preset: 'medium' } } as const;

/** True for the configuration that every result is compared with. */
export function isAnchor({ strategy, encoder, parameters }: Configuration): boolean {
  return isSame({ strategy, encoder, parameters }, ANCHOR);
}
