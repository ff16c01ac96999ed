import { readFile, truncate } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MOST_FILE_BYTES } from '../../../codec-task/media/clip-limits.ts';
import { openClips } from './given.ts';

let clips: Awaited<ReturnType<typeof openClips>>;
beforeAll(async () => {
  clips = await openClips();
  await clips.pattern(
    'honest.mp4',
    1,
    '-c:v',
    'libx264',
    '-g',
    '5',
    '-pix_fmt',
    'yuv420p',
    '-movflags',
    '+faststart',
  );
});
afterAll(() => clips.close());

const refusal = (key: string, frames?: number) =>
  clips.prepare(key, frames).then(
    () => 'it was accepted',
    (reason: Error) => `${reason.name}: ${reason.message}`,
  );
const NO_FORMAT = 'UnreadableClip: clip holiday cannot be read as video: it is no file of a video format';

describe('a clip that is made to harm', () => {
  it('is not even fetched where it is larger than the disk has room for', async () => {
    await clips.write('huge.mp4', 'ftyp');
    // Empty but for its length: nothing would notice but a look at the length.
    await truncate(clips.path('huge.mp4'), MOST_FILE_BYTES + 1);
    expect(await refusal('huge.mp4')).toBe(
      `UnsuitableClip: clip holiday cannot be measured: artifact huge.mp4 has ${MOST_FILE_BYTES + 1} bytes; at most ${MOST_FILE_BYTES} are read`,
    );
  });

  it('leads to no other file, given a script of files', async () => {
    const script = `ffconcat version 1.0\nfile '${clips.path('honest.mp4')}'\n`;
    for (const name of ['script.ffconcat', 'script.mp4', 'script.mkv', 'script']) {
      await clips.write(name, script);
      expect(await refusal(name), name).toBe(NO_FORMAT);
    }
  });

  it('leads to no other file, given a playlist', async () => {
    const target = `file://${clips.path('honest.mp4')}`;
    const playlist = ['#EXTM3U', '#EXT-X-TARGETDURATION:2', '#EXTINF:2,', target, '#EXT-X-ENDLIST', ''].join(
      '\n',
    );
    for (const name of ['list.m3u8', 'list.mp4', 'list.ts']) {
      await clips.write(name, playlist);
      expect(await refusal(name), name).toBe(NO_FORMAT);
    }
  });

  it('opens no address, given the description of a stream', async () => {
    await clips.write(
      'stream.sdp',
      'v=0\nc=IN IP4 127.0.0.1\nm=video 9 RTP/AVP 96\na=rtpmap:96 H264/90000\n',
    );
    expect(await refusal('stream.sdp')).toBe(NO_FORMAT);
  });

  it.each(['bomb.png', 'bomb.mp4'])('takes no memory for a picture of 60000x60000 in %s', async (name) => {
    await clips.write(name, pictureBomb(60_000));
    expect(await refusal(name)).toBe(NO_FORMAT);
  });

  it('takes no memory for a video that declares such a picture', async () => {
    await clips.write('still.png', pictureBomb(60_000));
    await clips.ffmpeg('-f', 'png_pipe', '-i', 'still.png', '-c', 'copy', 'bomb.mkv').catch(() => undefined);
    expect(await refusal('bomb.mkv')).toMatch(/^Un(suitable|readable)Clip: /);
    // One that is right is turned to one of 20000x20000 in its header alone.
    const file = await readFile(clips.path('honest.mp4'));
    for (const box of ['tkhd', 'avc1']) {
      const at = file.indexOf(box) + (box === 'tkhd' ? 80 : 28);
      if (box === 'tkhd') for (const side of [0, 4]) file.writeUInt32BE(20_000 * 65_536, at + side);
      else for (const side of [0, 2]) file.writeUInt16BE(20_000, at + side);
    }
    await clips.write('liar.mp4', file);
    expect(
      await clips.prepare('liar.mp4').then(({ source }) => `${source.width}x${source.height}`, String),
    ).toMatch(/^160x90$|UnsuitableClip|UnreadableClip/);
  });

  it('fills no disk with frames', async () => {
    const large = [
      '-f',
      'lavfi',
      '-i',
      'color=size=8192x8192:rate=25:duration=0.08',
      '-c:v',
      'ffv1',
      '-g',
      '1',
    ];
    await clips.ffmpeg(...large, 'large.mkv');
    expect(await refusal('large.mkv', 600)).toMatch(
      /^UnsuitableClip: clip holiday cannot be measured: 600 frames of 8192x8192 take \d+ bytes; at most \d+ are allowed: /,
    );
  });

  it('that is cut off gives the frames that are there, or none', async () => {
    const whole = await readFile(clips.path('honest.mp4'));
    await clips.write('half.mp4', whole.subarray(0, Math.floor(whole.length * 0.6)));
    const { source } = await clips.prepare('half.mp4', 25);
    expect(source.frames).toBeGreaterThanOrEqual(8);
    expect(source.frames).toBeLessThan(25);
    expect(source.notes.join()).toContain('fewer than the 25 asked for');
    await clips.write('stub.mp4', whole.subarray(0, 40));
    expect(await refusal('stub.mp4')).toMatch(/^UnsuitableClip: .* it holds no video stream/);
  });

  it('is known by what it holds and not by its name', async () => {
    await clips.write('honest.avi', await readFile(clips.path('honest.mp4')));
    expect((await clips.prepare('honest.avi')).source).toMatchObject({ frames: 10, width: 160 });
  });
});

/** A PNG of some hundred bytes whose header declares a square of so many pixels a side. */
function pictureBomb(side: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from('89504e470d0a1a0a', 'hex');
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', Buffer.alloc(64)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, content: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), content]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(content.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, sum]);
}
