import type { Adapt } from '../conventional/encode.ts';

/** A way to encode that is tried. */
export interface Variant {
  /** In words, for reports. */
  readonly name: string;
  readonly adapt: Adapt;
}

/** Adds to an encoder's own list of parameters. */
function within(option: string, addition: string): Adapt {
  return (args) => {
    const at = args.indexOf(option);
    return args.with(at + 1, `${args[at + 1]}:${addition}`);
  };
}

/**
 * SVT-AV1's own settings first, which win where costs are equal. Fewer temporal layers, and at high quality no temporal
 * filter beside, make up to 11 % of the rate at some points and cost as much at others (README); six layers, overlays and
 * quantisation matrices lost on most.
 */
export const VARIANTS: Readonly<Record<string, readonly Variant[]>> = {
  libsvtav1: [
    { name: '5 temporal layers', adapt: within('-svtav1-params', 'hierarchical-levels=4') },
    { name: '4 temporal layers', adapt: within('-svtav1-params', 'hierarchical-levels=3') },
    {
      name: '4 temporal layers without temporal filter',
      adapt: within('-svtav1-params', 'hierarchical-levels=3:enable-tf=0'),
    },
  ],
};
