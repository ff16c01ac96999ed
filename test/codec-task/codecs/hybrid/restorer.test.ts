import { describe, expect, it } from 'vitest';
import {
  CLASSES,
  FEATURES,
  PLANES,
  type Restoration,
  type Switch,
} from '../../../../codec-task/codecs/hybrid/restoration/description.ts';
import { readyPictures } from '../../../../codec-task/codecs/hybrid/restoration/picture-window.ts';
import { Restorer, type Share } from '../../../../codec-task/codecs/hybrid/restoration/restorer.ts';
import { frameBytes } from '../../../../codec-task/media/frames.ts';

const SIZE = { width: 82, height: 70 };
const COUNT = 7;

/** Whole numbers that look like chance and are the same every time (Lehmer 1951, modulus 2^31 - 1). */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
}

/** Pictures of 10 bits: a pattern that moves, under noise. */
function pictures(): Uint8Array[] {
  const next = numbers(7);
  return Array.from({ length: COUNT }, (_, time) => {
    const samples = Uint16Array.from({ length: frameBytes(SIZE) }, (_value, at) =>
      Math.min(1023, ((at + 2 * time) % 50) * 18 + next(60)),
    );
    return new Uint8Array(samples.buffer);
  });
}

function restoration(switched: Switch): Restoration {
  const next = numbers(11);
  const planeOf = (features: number) => ({
    filters: Array.from({ length: 5 }, () => Int16Array.from({ length: features }, () => next(21) - 10)),
    filterOf: Int16Array.from({ length: CLASSES }, () => next(6) - 1),
  });
  const [y, u, v] = FEATURES;
  return {
    usesFarNeighbours: true,
    thresholds: [100, 200, 400, 800, 1600, 3200, 6400, 50, 200, 800, 1600],
    limits: [8, 8, 24, 8, 8, 24],
    planes: [planeOf(y), planeOf(u), planeOf(v)],
    switches: Array.from({ length: COUNT }, () => [switched, switched, switched] as const),
  };
}

async function restored(description: Restoration, share?: Share): Promise<Map<number, Buffer>> {
  const restorer = await Restorer.open(SIZE, description, share);
  const frames = new Map<number, Buffer>();
  const decoded = pictures();
  for (const picture of decoded)
    for (const { index, frame } of restorer.push(picture)) frames.set(index, Buffer.from(frame));
  for (const { index, frame } of restorer.finish()) frames.set(index, Buffer.from(frame));
  return frames;
}

describe('restoring pictures', () => {
  it('given everything switched off, rounds the decoded samples to 8 bits and nothing else', async () => {
    const frames = await restored(restoration('off'));
    pictures().forEach((picture, index) => {
      const samples = new Uint16Array(picture.buffer);
      expect([...(frames.get(index) ?? [])]).toEqual([...samples].map((v) => Math.min(255, (v + 2) >> 2)));
    });
  });

  it('given filters, changes samples, and in one block of those that are switched only', async () => {
    const off = await restored(restoration('off'));
    const on = await restored(restoration('on'));
    const one = await restored(restoration(Uint8Array.of(1, 0, 0, 0)));
    const luma = (frames: Map<number, Buffer>, x: number, y: number) =>
      PLANES.flatMap((time) => frames.get(time)?.[y * SIZE.width + x]);
    let changed = 0;
    for (let y = 0; y < SIZE.height; y++)
      for (let x = 0; x < SIZE.width; x++) {
        expect(luma(one, x, y)).toEqual(luma(x < 64 && y < 64 ? on : off, x, y));
        if (String(luma(on, x, y)) !== String(luma(off, x, y))) changed++;
      }
    expect(changed).toBeGreaterThan(1000);
  });

  it('given to two in turn, comes to the same pictures as given to one', async () => {
    const description = restoration('on');
    const whole = await restored(description);
    const even = await restored(description, { remainder: 0, of: 2 });
    const odd = await restored(description, { remainder: 1, of: 2 });
    expect([...even.keys(), ...odd.keys()]).toEqual([0, 2, 4, 6, 1, 3, 5]);
    for (const [index, frame] of [...even, ...odd])
      expect(frame.equals(whole.get(index) as Buffer)).toBe(true);
  });
});

describe('the neighbours of a picture', () => {
  it.each([1, 2, 3, 4, 9])(
    'given %i pictures, are others that lie in the ring, each picture once',
    (count) => {
      const found: number[] = [];
      const slots = new Map<number, number>();
      for (let arrived = 1; arrived <= count; arrived++) {
        slots.set((arrived - 1) % 5, arrived - 1);
        for (const { index, ...at } of readyPictures(found.length, arrived, arrived === count)) {
          found.push(index);
          expect(slots.get(at.current)).toBe(index);
          const others = [at.before, at.after, at.farBefore, at.farAfter].map((slot) => slots.get(slot));
          for (const other of others) expect(Math.abs((other ?? -99) - index)).toBeLessThanOrEqual(2);
          if (count > 1) expect(others).not.toContain(index);
        }
      }
      expect(found).toEqual(Array.from({ length: count }, (_, index) => index));
    },
  );
});
