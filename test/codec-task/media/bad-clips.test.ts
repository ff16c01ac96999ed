import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openClips } from './given.ts';

let clips: Awaited<ReturnType<typeof openClips>>;
beforeAll(async () => {
  clips = await openClips();
});
afterAll(() => clips.close());

/** The one sentence with which a clip is refused. */
async function refusal(key: string): Promise<string> {
  const error = await clips.prepare(key).then(
    () => new Error('it was accepted'),
    (reason: Error) => reason,
  );
  return `${error.name}: ${error.message}`;
}

describe('a clip that cannot be measured is refused by name', () => {
  it('given a key that is not in the store', async () => {
    expect(await refusal('absent.mp4')).toMatch(
      /^UnreadableClip: clip holiday cannot be read as video: no artifact absent.mp4/,
    );
  });

  it('given a file of no bytes', async () => {
    await clips.write('nothing.mp4', '');
    expect(await refusal('nothing.mp4')).toBe(
      'UnreadableClip: clip holiday cannot be read as video: the file is empty',
    );
  });

  it.each([
    ['notes.mp4', 'Dear diary, today I renamed a text file.\n'.repeat(50)],
    ['notes.txt', 'Dear diary, today I kept the name of a text file.\n'.repeat(50)],
    ['notes', 'No ending at all.\n'],
    ['table.mkv', 'a,b,c\n1,2,3\n'],
  ])('given text in %s', async (file, text) => {
    await clips.write(file, text);
    expect(await refusal(file)).toMatch(/^UnreadableClip: clip holiday cannot be read as video: /);
  });

  it.each(['garbage.mp4', 'garbage.mkv', 'garbage.bin'])('given bytes without sense in %s', async (file) => {
    await clips.write(
      file,
      Uint8Array.from({ length: 40_000 }, (_, index) => (index * index * 31) >> 3),
    );
    expect(await refusal(file)).toMatch(/^(UnreadableClip|UnsuitableClip): clip holiday cannot be /);
  });

  it('given a file cut off within its header', async () => {
    await clips.pattern('whole.mp4', 0.4, '-c:v', 'libx264', '-pix_fmt', 'yuv420p');
    const whole = await readFile(clips.path('whole.mp4'));
    await clips.write('cut.mp4', whole.subarray(0, whole.indexOf('moov') - 4));
    expect(await refusal('cut.mp4')).toMatch(
      /^UnreadableClip: clip holiday cannot be read as video: ffprobe ended with exit 1: .*\w/,
    );
  });

  it('given sound only', async () => {
    await clips.ffmpeg('-f', 'lavfi', '-i', 'sine=duration=1', 'song.m4a');
    expect(await refusal('song.m4a')).toBe(
      'UnsuitableClip: clip holiday cannot be measured: it holds no video stream (found: audio)',
    );
  });

  it('given sound with a cover picture', async () => {
    await clips.pattern('cover.png', 0.04);
    await clips.ffmpeg('-f', 'lavfi', '-i', 'sine=duration=1', 'plain.m4a');
    const both = ['-i', 'plain.m4a', '-i', 'cover.png', '-map', '0', '-map', '1', '-c', 'copy'];
    await clips.ffmpeg(...both, '-disposition:v', 'attached_pic', 'album.m4a');
    expect(await refusal('album.m4a')).toMatch(
      /^UnsuitableClip: .* it holds no video stream \(found: audio, video\)/,
    );
  });

  it.each([
    ['one.mkv', 0.04, 'it has 1 frame; at least 8 are needed'],
    ['seven.mkv', 0.28, 'it has 7 frames; at least 8 are needed'],
  ])('given %s with too few frames', async (file, seconds, reason) => {
    await clips.pattern(file, seconds, '-c:v', 'ffv1');
    expect(await refusal(file)).toBe(`UnsuitableClip: clip holiday cannot be measured: ${reason}`);
  });

  it.each([
    ['62x90', 'tiny.mkv'],
    ['8200x64', 'wide.mkv'],
  ])('given a size of %s', async (size, file) => {
    await clips.ffmpeg(
      ...['-f', 'lavfi', '-i', `color=size=${size}:rate=25:duration=0.4`, '-c:v', 'ffv1', file],
    );
    expect(await refusal(file)).toBe(
      `UnsuitableClip: clip holiday cannot be measured: it is ${size}; each side must be 64 to 8192`,
    );
  });

  it('given a playlist that names an address, without asking there', async () => {
    await clips.pattern('remote.ts', 0.4, '-c:v', 'libx264', '-pix_fmt', 'yuv420p');
    const video = await readFile(clips.path('remote.ts'));
    const asked: (string | undefined)[] = [];
    const server = createServer(({ url }, response) => {
      asked.push(url);
      response.end(video);
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo;
    const lines = ['#EXTM3U', '#EXT-X-TARGETDURATION:2', '#EXTINF:2,', `http://127.0.0.1:${port}/remote.ts`];
    await clips.write('list.m3u8', [...lines, '#EXT-X-ENDLIST', ''].join('\n'));

    expect(await refusal('list.m3u8')).toMatch(/^(UnreadableClip|UnsuitableClip): clip holiday cannot be /);

    server.close();
    expect(asked).toEqual([]);
  });

  it('given damage in the middle, measures what can be decoded or refuses by name, and never stops with another error', async () => {
    await clips.pattern('damaged.mp4', 1, '-c:v', 'libx264', '-pix_fmt', 'yuv420p');
    const file = await readFile(clips.path('damaged.mp4'));
    file.fill(0x5a, 4_000, Math.min(file.length >> 1, 12_000));
    await clips.write('damaged.mp4', file);
    const outcome = await clips.prepare('damaged.mp4').then(
      ({ source }) => `${source.frames} frames`,
      (error: Error) => error.name,
    );
    expect(['10 frames', 'UnreadableClip', 'UnsuitableClip']).toContain(outcome);
  });
});
