import { describe, expect, it } from 'vitest';
import {
  CLASSES,
  FEATURES,
  type Restoration,
} from '../../../../codec-task/codecs/hybrid/restoration/description.ts';
import { Restorer } from '../../../../codec-task/codecs/hybrid/restoration/restorer.ts';
import { frameBytes } from '../../../../codec-task/media/frames.ts';

const SIZE = { width: 160, height: 96 };
const COUNT = 5;
const NOISY = 2;
/** Places in the luma's features of the differences to what each neighbour predicts. */
const PREDICTIONS = { before: 16, after: 17, 'second before': 26, 'second after': 27 };

/** Smooth texture that repeats nowhere near, of 10 bits. */
const texture = (x: number, y: number) =>
  512 + 200 * Math.sin(x / 5 + Math.sin(y / 17) * 3) + 200 * Math.sin(y / 6 + Math.cos(x / 13) * 3);

/** A texture that moves by so many samples a picture; the one in the middle is noisy. */
function moving(stepX: number, stepY: number): Uint8Array[] {
  return Array.from({ length: COUNT }, (_, time) => {
    const samples = new Uint16Array(frameBytes(SIZE)).fill(512);
    for (let y = 0; y < SIZE.height; y++)
      for (let x = 0; x < SIZE.width; x++) {
        const noise = time === NOISY ? ((x * 7919 + y * 104_729) % 81) - 40 : 0;
        samples[y * SIZE.width + x] = Math.round(texture(x + stepX * time, y + stepY * time)) + noise;
      }
    return new Uint8Array(samples.buffer);
  });
}

/** Takes the prediction from one neighbour for the luma. */
function taking(feature: number): Restoration {
  const none = { filters: [], filterOf: new Int16Array(CLASSES).fill(-1) };
  const filter = Int16Array.from({ length: FEATURES[0] }, (_, index) => (index === feature ? 256 : 0));
  return {
    usesFarNeighbours: true,
    thresholds: new Array(11).fill(100),
    limits: [8, 8, 24, 8, 8, 24],
    planes: [{ filters: [filter], filterOf: new Int16Array(CLASSES) }, none, none],
    switches: Array.from({ length: COUNT }, () => ['on', 'off', 'off'] as const),
  };
}

async function noisyPicture(feature: number, pictures: readonly Uint8Array[]): Promise<Uint8Array> {
  const restorer = await Restorer.open(SIZE, taking(feature));
  for (const picture of pictures)
    for (const { index, frame } of restorer.push(picture)) if (index === NOISY) return frame.slice();
  throw new Error('the picture has not come');
}

describe('what a neighbouring picture predicts', () => {
  it.each(
    Object.entries(PREDICTIONS).flatMap(([name, feature]) =>
      [
        [0, 0],
        [5, -3],
        [1.25, 2.5],
        [-10, 4],
      ].map(([x = 0, y = 0]) => [name, feature, x, y] as const),
    ),
  )(
    'given the picture %s (feature %i) moved by %d and %d, is the present one',
    async (_name, feature, x, y) => {
      const frame = await noisyPicture(feature, moving(x, y));
      let off = 0;
      let count = 0;
      for (let row = 24; row < SIZE.height - 24; row++)
        for (let column = 32; column < SIZE.width - 32; column++) {
          const wanted = texture(column + x * NOISY, row + y * NOISY) / 4;
          off += Math.abs((frame[row * SIZE.width + column] ?? 0) - wanted);
          count++;
        }
      // The noise is off by 5 8-bit steps.
      expect(off / count).toBeLessThan(1);
    },
  );
});
