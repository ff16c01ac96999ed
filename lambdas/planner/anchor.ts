import type { Parameters } from '../shared/spec.ts';

/** The configuration that every result is compared with. */
export const ANCHOR = { encoder: 'libx265', parameters: { preset: 'medium' } } as const;

/** True for the configuration that every result is compared with. */
export function isAnchor({
  encoder,
  parameters,
}: {
  readonly encoder: string;
  readonly parameters: Parameters;
}): boolean {
  return (
    encoder === ANCHOR.encoder &&
    parameters['preset'] === ANCHOR.parameters.preset &&
    Object.keys(parameters).length === 1
  );
}
