import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CheckFailedError } from '../../../../codec-task/measure/check-failed.ts';
import { Y4mFrames } from '../../../../codec-task/measure/decode/y4m.ts';
import { ALL_CHECKS, type CheckName } from '../../../../lambdas/shared/checks.ts';

const SIZE = { width: 4, height: 2 };
const SAMPLES = 12;

/** Frames as they come out of a stream that arrives in pieces of the given sizes, over and over. */
async function read(stream: Uint8Array, pieces: readonly number[] = [stream.length], checks = ALL_CHECKS) {
  const reader = new Y4mFrames(SIZE, checks);
  const frames: number[][] = [];
  let offset = 0;
  for (let index = 0; offset < stream.length; index++) {
    const size = Math.max(1, pieces[index % pieces.length] ?? 1);
    const piece = Buffer.from(stream.subarray(offset, offset + size));
    await reader.push(piece, async (frame) => {
      frames.push([...frame]);
    });
    offset += size;
  }
  reader.finish();
  return frames;
}

function stream(frames: readonly Uint8Array[], header = 'YUV4MPEG2 W4 H2 F30:1 Ip A1:1 C420jpeg'): Buffer {
  return Buffer.concat([
    Buffer.from(`${header}\n`),
    ...frames.flatMap((frame) => [Buffer.from('FRAME\n'), frame]),
  ]);
}
const eightBits = fc.array(fc.uint8Array({ minLength: SAMPLES, maxLength: SAMPLES }), { maxLength: 4 });
const pieces = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 6 });

describe('a YUV4MPEG2 stream', () => {
  it('given in any pieces, gives its frames', async () => {
    await fc.assert(
      fc.asyncProperty(eightBits, pieces, async (frames, sizes) => {
        expect(await read(stream(frames), sizes)).toEqual(frames.map((frame) => [...frame]));
      }),
    );
  });

  it('of ten bits in any pieces, gives frames that are rounded as arithmetic does', async () => {
    const tenBits = fc.array(
      fc.array(fc.integer({ min: 0, max: 1023 }), { minLength: SAMPLES, maxLength: SAMPLES }),
      { maxLength: 3 },
    );
    await fc.assert(
      fc.asyncProperty(tenBits, pieces, async (frames, sizes) => {
        const bytes = frames.map((frame) => new Uint8Array(Uint16Array.from(frame).buffer));
        const read10 = await read(stream(bytes, 'YUV4MPEG2 W4 H2 F25:1 C420p10 XYSCSS=420P10'), sizes);
        const rounded = frames.map((frame) => frame.map((v) => Math.min(255, Math.floor(v / 4 + 0.5))));
        expect(read10).toEqual(rounded);
      }),
    );
  });

  it('of any bytes, is refused by a check or gives whole frames', async () => {
    const damaged = fc
      .tuple(eightBits, fc.nat(), fc.uint8Array({ maxLength: 20 }), pieces)
      .map(([frames, at, bytes, sizes]) => {
        const whole = stream(frames);
        const place = at % whole.length;
        return { bytes: Buffer.concat([whole.subarray(0, place), bytes, whole.subarray(place)]), sizes };
      });
    await fc.assert(
      fc.asyncProperty(damaged, async ({ bytes, sizes }) => {
        try {
          const frames = await read(bytes, sizes);
          expect(frames.every((frame) => frame.length === SAMPLES)).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(CheckFailedError);
        }
      }),
    );
  });

  it('cut anywhere but between frames, is refused', async () => {
    const whole = stream([new Uint8Array(SAMPLES), new Uint8Array(SAMPLES)]);
    const header = whole.indexOf('\n') + 1;
    const ends = [0, 1, 2].map((frames) => header + frames * (6 + SAMPLES));
    for (let length = 0; length < whole.length; length++)
      if (ends.includes(length)) await read(whole.subarray(0, length));
      else await expect(read(whole.subarray(0, length))).rejects.toBeInstanceOf(CheckFailedError);
  });

  it.each([
    ['MPEG4YUV W4 H2', 'frame-format', 'not YUV4MPEG2'],
    ['YUV4MPEG2 W2 H4 C420', 'frame-size', 'the decode is 2x4, the source 4x2'],
    ['YUV4MPEG2 C420', 'frame-size', 'NaNxNaN'],
    ['YUV4MPEG2 W4 H2 C444', 'frame-format', 'the sample format 444'],
    ['YUV4MPEG2 W4 H2 C420p12', 'frame-format', 'the sample format 420p12'],
    ['YUV4MPEG2 W4 H2 C420p10x', 'frame-format', 'the sample format 420p10x'],
    ['YUV4MPEG2 W4 H2 C420 XCOLORRANGE=FULL', 'frame-format', 'the colour range FULL'],
  ] as [string, CheckName, string][])('that begins %s, is refused by %s', async (header, check, words) => {
    const given = stream([new Uint8Array(SAMPLES)], header);
    await expect(read(given)).rejects.toMatchObject({ check, message: expect.stringContaining(words) });
  });

  it.each(['420', '420jpeg', '420mpeg2', '420paldv'])('of the sample format %s, is taken', async (format) => {
    const frames = [new Uint8Array(SAMPLES).fill(7)];
    expect(await read(stream(frames, `YUV4MPEG2 W4 H2 C${format} XCOLORRANGE=LIMITED`))).toHaveLength(1);
  });

  it('with a line that does not end, is refused before it fills the memory', async () => {
    await expect(read(new Uint8Array(5000).fill(88), [100])).rejects.toMatchObject({ check: 'frame-format' });
  });

  it('with anything else between frames, is refused', async () => {
    const given = Buffer.concat([stream([new Uint8Array(SAMPLES)]), Buffer.from('FRAMES\n')]);
    await expect(read(given)).rejects.toMatchObject({ check: 'frame-format' });
  });

  it('of another size or format, is taken as if it were right where neither is checked', async () => {
    const none = new Set<CheckName>();
    const frames = [new Uint8Array(SAMPLES).fill(3)];
    const header = 'YUV4MPEG2 W2 H4 C444 XCOLORRANGE=FULL';
    expect(await read(stream(frames, header), [5], none)).toEqual([[...(frames[0] ?? [])]]);
  });
});
