import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FRAME, openClips } from './given.ts';

let clips: Awaited<ReturnType<typeof openClips>>;
beforeAll(async () => {
  clips = await openClips();
});
afterAll(() => clips.close());

/** A ramp of grey from left to right over all values of the range; chroma is neutral. */
const ramp = (file: string, pixelFormat: string, expression: string, ...args: string[]) =>
  clips.ffmpeg(
    ...['-f', 'lavfi', '-i', 'color=size=160x90:rate=25:duration=0.4', '-vf'],
    `format=${pixelFormat},geq=lum='${expression}':cb='128*${2 ** (depth(pixelFormat) - 8)}':cr='128*${2 ** (depth(pixelFormat) - 8)}'`,
    ...['-pix_fmt', pixelFormat, '-c:v', 'ffv1', '-strict', '-2', ...args, file],
  );
const depth = (pixelFormat: string) => Number(/(10|12)le/.exec(pixelFormat)?.[1] ?? 8);
/** First row of luma of the first frame. */
const row = (bytes: Uint8Array) => [...bytes.subarray(0, 160)];
const columns = (value: (x: number) => number) => Array.from({ length: 160 }, (_, x) => value(x));

describe('conversion to canonical frames', () => {
  it('given 10 bits, rounds every sample half up, without dither', async () => {
    await ramp('ten.mkv', 'yuv420p10le', '64+X*5');

    const { source, bytes } = await clips.prepare('ten.mkv');

    expect(row(bytes)).toEqual(columns((x) => (64 + x * 5 + 2) >> 2));
    expect(bytes.subarray(160 * 90, FRAME).every((sample) => sample === 128)).toBe(true);
    expect(source).toMatchObject({
      frames: 10,
      notes: ['10-bit samples rounded to 8 bits without dither'],
    });
  });

  it('given 4:4:4, keeps luma and halves chroma', async () => {
    await ramp('full-chroma.mkv', 'yuv444p', '16+X');

    const { source, bytes } = await clips.prepare('full-chroma.mkv');

    expect(row(bytes)).toEqual(columns((x) => 16 + x));
    expect(bytes.length).toBe(10 * FRAME);
    expect(source.notes).toEqual(['yuv444p converted to 4:2:0']);
  });

  it('given 12-bit 4:2:2, keeps luma within one step of the exact value', async () => {
    await ramp('cinema.mkv', 'yuv422p12le', '256+X*20');

    const { source, bytes } = await clips.prepare('cinema.mkv');

    for (const [x, value] of row(bytes).entries())
      expect(Math.abs(value - (256 + x * 20) / 16)).toBeLessThanOrEqual(1);
    expect(source.notes).toEqual([
      '12-bit samples rounded to 8 bits without dither',
      'yuv422p12le converted to 4:2:0',
    ]);
  });

  it('given full range, maps 0 to 16 and 255 to 235', async () => {
    await ramp('full-range.mkv', 'yuv420p', 'min(255,X*2)', '-color_range', 'pc');

    const { source, bytes } = await clips.prepare('full-range.mkv');

    for (const [x, value] of row(bytes).entries())
      expect(Math.abs(value - (16 + (Math.min(255, x * 2) * 219) / 255))).toBeLessThanOrEqual(0.6);
    expect(source.notes).toEqual(['full range converted to limited range']);
  });

  it('given RGB with transparency, drops it and lands in limited range', async () => {
    await clips.ffmpeg(
      ...['-f', 'lavfi', '-i', 'color=white:size=160x90:rate=25:duration=0.4', '-vf', 'format=rgba'],
      ...['-c:v', 'png', 'drawing.mov'],
    );

    const { source, bytes } = await clips.prepare('drawing.mov');

    expect(new Set(row(bytes))).toEqual(new Set([235]));
    expect(source.notes).toEqual(expect.arrayContaining(['rgba converted to 4:2:0', 'transparency dropped']));
  });

  it('given an odd size, crops the last column and row', async () => {
    await clips.ffmpeg(
      ...[
        '-f',
        'lavfi',
        '-i',
        'testsrc2=size=160x90:rate=25:duration=0.4',
        '-vf',
        'format=yuv444p,crop=97:65:0:0',
      ],
      ...['-c:v', 'ffv1', 'odd.mkv'],
    );
    const exact = await clips.decoded('odd.mkv', '-pix_fmt', 'yuv444p');

    const { source, bytes } = await clips.prepare('odd.mkv');

    expect(source).toMatchObject({ width: 96, height: 64, frames: 10 });
    expect(source.notes[0]).toBe('odd size 97x65 cropped to even');
    expect(bytes.subarray(96 * 63, 96 * 64).equals(exact.subarray(97 * 63, 97 * 63 + 96))).toBe(true);
  });
});
