/** Constant chroma of a texture, 0 to 255; 128 is grey. */
export interface Tint {
  readonly cb: number;
  readonly cr: number;
}

/**
 * A still texture as part of a filter graph: noise at several sizes, each blurred and enlarged, added with weights that
 * fall as detail gets finer, which gives the 1/f spectrum of natural surfaces.
 * @param label output label, also the prefix of inner labels.
 * @param seed of the noise; equal seeds give equal textures.
 */
export function stillTexture(label: string, width: number, height: number, seed: number, tint: Tint): string {
  // Cell size in luma samples and weight of each octave.
  const octaves = [
    { cell: 64, weight: 0.42 },
    { cell: 24, weight: 0.28 },
    { cell: 8, weight: 0.18 },
    { cell: 3, weight: 0.12 },
  ];
  const layers = octaves.map(({ cell }, index) => {
    const [w, h] = [Math.max(4, Math.ceil(width / cell)), Math.max(4, Math.ceil(height / cell))];
    // A hash of position and octave: the same on every machine, unlike a generator with hidden state.
    const hash = `mod(abs(sin(X*12.9898+Y*78.233+${seed * 10 + index})*43758.5453)\\,1)*255`;
    return `color=black:size=${w}x${h}:rate=30,format=gray,trim=end_frame=1,geq=lum='${hash}',scale=${width}:${height}:flags=bicubic[${label}${index}]`;
  });
  const weighted = octaves.map(({ weight }) => weight).join(' ');
  const inputs = octaves.map((_, index) => `[${label}${index}]`).join('');
  const mix = `${inputs}mix=inputs=${octaves.length}:weights='${weighted}':scale=1,eq=contrast=1.9,format=yuv420p,lutyuv=u=${tint.cb}:v=${tint.cr}`;
  return [...layers, `${mix},loop=loop=-1:size=1,setpts=N/30/TB[${label}]`].join(';');
}

/** The nearest even number, at least 8. */
export function even(value: number): number {
  return Math.max(8, Math.round(value / 2) * 2);
}
