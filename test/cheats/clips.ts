import type { ClipReference } from '../../lambdas/shared/spec.ts';
import { SMALL_CLIP } from '../support/bench.ts';

export const SUITE_CLIP: ClipReference = SMALL_CLIP;

/** Another clip of the same size. */
export const SECOND_CLIP: ClipReference = {
  kind: 'synthetic',
  name: 'objects',
  recipe: 'moving-objects',
  width: 128,
  height: 96,
};
