import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codedSize, RATIOS, type Ratio } from '../../../../codec-task/codecs/hybrid/reduction/reduction.ts';
import { readUpscaling, writeUpscaling } from '../../../../codec-task/codecs/hybrid/upscaling/coding.ts';
import {
  groupCount,
  UPSCALING_FEATURES,
  type Upscaling,
} from '../../../../codec-task/codecs/hybrid/upscaling/description.ts';
import { Upscaler } from '../../../../codec-task/codecs/hybrid/upscaling/upscaler.ts';
import { frameBytes, type PictureSize } from '../../../../codec-task/media/frames.ts';

/** Whole periods of both ratios: 3/4 and 1/2. */
const SIZE = { width: 192, height: 128 };
const SCALED = RATIOS.slice(1);

const filtersOf = (ratio: Ratio, largest: number) =>
  fc
    .record({
      filters: fc.array(
        fc
          .array(fc.integer({ min: -largest, max: largest }), {
            minLength: UPSCALING_FEATURES,
            maxLength: UPSCALING_FEATURES,
          })
          .map((weights) => Int16Array.from(weights)),
        { minLength: 1, maxLength: 6 },
      ),
      chosen: fc.array(fc.nat(6), { minLength: groupCount(ratio), maxLength: groupCount(ratio) }),
    })
    .map(({ filters, chosen }) => ({
      filters,
      filterOf: Int16Array.from(chosen, (choice) => (choice < filters.length ? choice : -1)),
    }));

const upscalingOf = (ratio: Ratio, largest: number) =>
  fc
    .tuple(filtersOf(ratio, largest), filtersOf(ratio, largest), filtersOf(ratio, largest))
    .map(
      (planes) =>
        planes.map((filters) => ({ thresholds: [240, 480, 960, 1920, 3840], filters })) as never as Upscaling,
    );

const none = (ratio: Ratio): Upscaling => {
  const plane = {
    thresholds: [1, 2, 3, 4, 5],
    filters: { filters: [], filterOf: new Int16Array(groupCount(ratio)).fill(-1) },
  };
  return [plane, plane, plane];
};

async function upscaled(ratio: Ratio, upscaling: Upscaling, samples: Uint16Array): Promise<Uint16Array> {
  const upscaler = await Upscaler.open(SIZE, ratio, upscaling);
  const bytes = upscaler
    .upscale(new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength))
    .slice();
  return new Uint16Array(bytes.buffer);
}

/** Planar 4:2:0 samples with each plane turned left to right, upside down, or both. */
function mirrored(samples: Uint16Array, { width, height }: PictureSize, across: boolean, down: boolean) {
  const result = new Uint16Array(samples.length);
  let start = 0;
  for (const [wide, high] of [[width, height], ...Array(2).fill([width / 2, height / 2])] as [
    number,
    number,
  ][]) {
    for (let y = 0; y < high; y++)
      for (let x = 0; x < wide; x++)
        result[start + y * wide + x] =
          samples[start + (down ? high - 1 - y : y) * wide + (across ? wide - 1 - x : x)] ?? 0;
    start += wide * high;
  }
  return result;
}

describe.each(SCALED)('an upscaler of $coded/$whole', (ratio) => {
  const coded = codedSize(SIZE, ratio);

  it('given any filters and any picture in a mirror, gives the mirror image', async () => {
    const picture = fc
      .array(fc.integer({ min: 0, max: 1023 }), { minLength: 97, maxLength: 97 })
      .map((some) =>
        Uint16Array.from({ length: frameBytes(coded) }, (_, at) => some[(at * 31 + (at >> 6)) % 97] ?? 0),
      );
    await fc.assert(
      fc.asyncProperty(picture, upscalingOf(ratio, 60), fc.boolean(), async (samples, upscaling, down) => {
        const plain = await upscaled(ratio, upscaling, samples);
        const turned = await upscaled(ratio, upscaling, mirrored(samples, coded, !down, down));
        expect(mirrored(turned, SIZE, !down, down)).toEqual(plain);
      }),
      { numRuns: 12 },
    );
  });

  it('given an even slope and no filters, gives the same slope', async () => {
    const slope = (x: number, y: number) => 100 + 3 * x + 2 * y;
    const samples = new Uint16Array(frameBytes(coded)).fill(512);
    for (let y = 0; y < coded.height; y++)
      for (let x = 0; x < coded.width; x++) samples[y * coded.width + x] = slope(x, y);
    const shown = await upscaled(ratio, none(ratio), samples);
    const share = ratio.coded / ratio.whole;
    for (let y = 8; y < SIZE.height - 8; y++)
      for (let x = 8; x < SIZE.width - 8; x++) {
        const wanted = slope((x + 0.5) * share - 0.5, (y + 0.5) * share - 0.5);
        expect(Math.abs((shown[y * SIZE.width + x] ?? 0) - wanted)).toBeLessThan(1);
      }
    expect([...shown.subarray(SIZE.width * SIZE.height)].every((sample) => sample === 512)).toBe(true);
  });

  it('given the largest weights there are, stays within 10 bits', async () => {
    await fc.assert(
      fc.asyncProperty(upscalingOf(ratio, 511), async (upscaling) => {
        const samples = Uint16Array.from({ length: frameBytes(coded) }, (_, at) =>
          (at * 7) % 3 === 0 ? 1023 : 0,
        );
        const shown = await upscaled(ratio, upscaling, samples);
        expect(shown.reduce((most, sample) => Math.max(most, sample), 0)).toBeLessThanOrEqual(1023);
      }),
      { numRuns: 5 },
    );
  });

  it('comes back from its bytes with the same pictures', async () => {
    await fc.assert(
      fc.asyncProperty(upscalingOf(ratio, 511), async (upscaling) => {
        const again = readUpscaling(writeUpscaling(upscaling, ratio), ratio);
        const samples = Uint16Array.from({ length: frameBytes(coded) }, (_, at) => (at * 7919) % 1024);
        expect(await upscaled(ratio, again, samples)).toEqual(await upscaled(ratio, upscaling, samples));
      }),
      { numRuns: 5 },
    );
  });
});
