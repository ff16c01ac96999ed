import type * as z from 'zod';
import type { Capabilities } from '../../../lambdas/shared/capabilities.ts';
import { isSame } from '../../../lambdas/shared/memory/configuration.ts';
import type { Control } from '../../../lambdas/shared/result.ts';
import type { ExperimentSpec, SyntheticClip } from '../../../lambdas/shared/spec.ts';
import { ANCHOR } from '../anchor.ts';

/** The short clip that controls are measured on: all of them together cost less than one rate point of a large clip. */
export const CONTROL_CLIP = {
  kind: 'synthetic',
  name: 'control clip',
  recipe: 'drifting-texture',
  width: 192,
  height: 128,
} as const satisfies z.output<typeof SyntheticClip>;
export const CONTROL_FRAMES = 16;

/** What is measured as a control. */
export type ControlConfiguration = Pick<Control, 'role' | 'strategy' | 'encoder' | 'parameters'>;

/** At about +375 % on the control clip, far beyond what any fault of the scale could hide. */
const KNOWN_BAD = { role: 'known-bad', encoder: 'libx264', parameters: { preset: 'ultrafast' } } as const;

/**
 * The anchor, the champion's configuration where that is another one, and a configuration that is known to be bad where
 * this ffmpeg has its encoder.
 */
export function controlConfigurations(
  { control }: Pick<ExperimentSpec, 'control'>,
  { encoders }: Pick<Capabilities, 'encoders'>,
): readonly ControlConfiguration[] {
  const anchor = { role: 'anchor', encoder: ANCHOR.encoder, parameters: ANCHOR.parameters } as const;
  const isAnchor = control !== undefined && isSame(control, ANCHOR);
  return [
    anchor,
    ...(control === undefined || isAnchor ? [] : [{ role: 'champion' as const, ...control }]),
    ...(encoders.includes(KNOWN_BAD.encoder) ? [KNOWN_BAD] : []),
  ];
}
