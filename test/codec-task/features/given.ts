import { sceneFeatures } from '../../../codec-task/features/measure-scene.ts';
import type { PictureSize } from '../../../codec-task/media/frames.ts';

export const SIZE = { width: 192, height: 128 } as const satisfies PictureSize;

/** Level of a sample, 0 to 255, rounded and cut to that. */
export type Picture = (x: number, y: number) => number;

/** The luminance of a picture, row by row. */
export function painted(picture: Picture, { width, height }: PictureSize = SIZE): Uint8Array {
  const level = (at: number) => picture(at % width, Math.floor(at / width));
  return new Uint8Array(Uint8ClampedArray.from({ length: width * height }, (_, at) => level(at)));
}

/** Features of pictures in order. */
export function featuresOf(pictures: readonly Picture[], size: PictureSize = SIZE) {
  return sceneFeatures(
    size,
    pictures.map((picture) => painted(picture, size)),
  );
}

/** Numbers from 0 to 1 that a seed settles (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** A level with gaussian noise of a standard deviation (Box and Muller 1958). */
export function gaussian(level: number, deviation: number, seed: number): Picture {
  const random = seeded(seed);
  return () => level + deviation * Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** A texture without period whose detail is a few samples wide, at any place of the plane. */
export function texture(seed: number): Picture {
  const at = (x: number, y: number) => {
    let hash = Math.imul(x + 7919 * seed, 374761393) ^ Math.imul(y - 104729 * seed, 668265263);
    hash = Math.imul(hash ^ (hash >>> 13), 1274126177);
    return ((hash ^ (hash >>> 16)) >>> 0) / 4294967296;
  };
  const cell = 5;
  return (x, y) => {
    const [column, row] = [Math.floor(x / cell), Math.floor(y / cell)];
    const [right, down] = [x / cell - column, y / cell - row];
    const top = at(column, row) * (1 - right) + at(column + 1, row) * right;
    const bottom = at(column, row + 1) * (1 - right) + at(column + 1, row + 1) * right;
    return 40 + 170 * (top * (1 - down) + bottom * down);
  };
}

/** A picture moved by so many samples to the right and down. */
export function moved(picture: Picture, x: number, y: number): Picture {
  return (column, row) => picture(column - x, row - y);
}
