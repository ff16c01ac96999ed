import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sha256 } from '../../../lambdas/shared/spec.ts';
import { FRAME, openClips } from './given.ts';

let clips: Awaited<ReturnType<typeof openClips>>;
beforeAll(async () => {
  clips = await openClips();
});
afterAll(() => clips.close());

const LOSSLESS = ['-pix_fmt', 'yuv420p', '-c:v', 'ffv1'];

describe('a stored clip', () => {
  it('given 8-bit 4:2:0 of the length asked for, yields exactly the frames in the file', async () => {
    await clips.pattern('plain.mkv', 0.4, ...LOSSLESS);

    const { source, bytes } = await clips.prepare('plain.mkv');

    expect(bytes.equals(await clips.decoded('plain.mkv'))).toBe(true);
    expect(source).toEqual({
      name: 'holiday',
      kind: 'stored',
      file_sha256: sha256(await readFile(clips.path('plain.mkv'))),
      frames_sha256: sha256(bytes),
      width: 160,
      height: 90,
      fps: '25/1',
      frames: 10,
      start_seconds: 0,
      notes: [],
    });
  });

  it.each([
    ['ffv1 in Matroska', 'long.mkv', LOSSLESS],
    [
      'H.264 with B-frames in MP4',
      'long.mp4',
      ['-pix_fmt', 'yuv420p', '-c:v', 'libx264', '-bf', '3', '-g', '30'],
    ],
    [
      'frames at 29.97, with times in milliseconds',
      'ntsc.mkv',
      ['-vf', 'setpts=N*1001/30000/TB', '-r', '30000/1001', ...LOSSLESS],
    ],
  ])('given %s longer than asked for, takes the frames in its middle', async (_what, file, args) => {
    await clips.pattern(file, 2, ...args);
    const all = await clips.decoded(file, '-fps_mode', 'passthrough');
    const total = all.length / FRAME;
    const first = Math.floor((total - 10) / 2);

    const { source, bytes } = await clips.prepare(file);

    expect(bytes.equals(all.subarray(first * FRAME, (first + 10) * FRAME))).toBe(true);
    const [numerator, denominator] = source.fps.split('/').map(Number);
    expect(source.start_seconds).toBeCloseTo((first * (denominator ?? 1)) / (numerator ?? 1), 6);
  });

  it('given fewer frames than its duration promises, takes them from the start', async () => {
    // The sound goes on for two seconds after the last picture.
    await clips.pattern(
      'sound.mkv',
      0.6,
      ...['-f', 'lavfi', '-i', 'sine=duration=3', '-c:a', 'flac'],
      ...LOSSLESS,
    );

    const { source, bytes } = await clips.prepare('sound.mkv');

    expect(source).toMatchObject({ frames: 10, start_seconds: 0 });
    expect(bytes.equals((await clips.decoded('sound.mkv')).subarray(0, 10 * FRAME))).toBe(true);
  });

  it('given a clip shorter than asked for, takes all of it and says so', async () => {
    await clips.pattern('short.mkv', 0.36, ...LOSSLESS);

    const { source } = await clips.prepare('short.mkv');

    expect(source.frames).toBe(9);
    expect(source.notes).toEqual(['the clip has 9 frames, fewer than the 10 asked for']);
  });

  it('given variable frame rate, takes every frame once at the average rate', async () => {
    // Times 0, 1, 4, 9, 16 ... in units of 10 ms.
    await clips.pattern(
      'variable.mkv',
      0.4,
      '-vf',
      "settb=1/1000,setpts='N*N*10'",
      '-fps_mode',
      'vfr',
      '-enc_time_base',
      '1/1000',
      ...LOSSLESS,
    );

    const { source, bytes } = await clips.prepare('variable.mkv');

    expect(bytes.equals(await clips.decoded('variable.mkv', '-fps_mode', 'passthrough'))).toBe(true);
    // Nine distances in 0.81 seconds.
    expect(source).toMatchObject({ frames: 10, fps: '11111/1000' });
    expect(source.notes).toEqual([
      'variable frame rate: every frame taken once, at the average rate 11111/1000',
    ]);
  });

  it('given a mark to turn the picture, measures it as it is coded', async () => {
    await clips.pattern('upright.mp4', 0.4, '-c:v', 'libx264', '-qp', '0', '-pix_fmt', 'yuv420p');
    const file = await readFile(clips.path('upright.mp4'));
    // The matrix of the track header: a turn by 90 degrees instead of the identity.
    const matrix = file.indexOf('tkhd') + 4 + 4 + 20 + 8 + 8;
    for (const [index, value] of [0, 0x10000, 0, -0x10000, 0, 0].entries())
      file.writeInt32BE(value, matrix + index * 4);
    await clips.write('turned.mp4', file);

    const { source, bytes } = await clips.prepare('turned.mp4');

    expect(source).toMatchObject({ width: 160, height: 90 });
    expect(source.notes).toEqual([
      expect.stringMatching(/^marked to be shown turned by -?90 degrees: measured as coded$/),
    ]);
    expect(bytes.equals(await clips.decoded('upright.mp4'))).toBe(true);
  });

  it('given a header that declares another rate than the frames have, believes the frames', async () => {
    await clips.pattern('honest.mkv', 0.4, '-vf', 'setpts=N*1001/30000/TB', '-r', '30000/1001', ...LOSSLESS);
    await clips.ffmpeg('-i', 'honest.mkv', '-c', 'copy', '-bsf:v', 'setts=ts=N*40', 'liar.mkv');

    const { source } = await clips.prepare('liar.mkv');

    expect(source).toMatchObject({ frames: 10, fps: '25000/1000' });
    expect(source.notes).toEqual([
      'frame rate 25000/1000 by the times of the frames; the file declares 30000/1001',
    ]);
  });

  it('given a cover picture beside the video, measures the video', async () => {
    await clips.pattern('film.mp4', 0.4, '-c:v', 'libx264', '-pix_fmt', 'yuv420p');
    await clips.pattern('cover.png', 0.04);
    const both = ['-i', 'cover.png', '-i', 'film.mp4', '-map', '0', '-map', '1', '-c', 'copy'];
    await clips.ffmpeg(...both, '-disposition:v:0', 'attached_pic', 'covered.mp4');

    const { source, bytes } = await clips.prepare('covered.mp4');

    expect(bytes.equals(await clips.decoded('film.mp4'))).toBe(true);
    expect(source.notes).toEqual([]);
  });
});
