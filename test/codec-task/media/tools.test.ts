import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findTools } from '../../../codec-task/media/tools.ts';

let folder: string;
const at = (...names: string[]) => join(folder, ...names);
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'codec-lab-tools-'));
  for (const [home, ...programs] of [['both', 'ffmpeg', 'ffprobe'], ['own', 'ffmpeg'], ['empty']] as const) {
    await mkdir(at(home));
    for (const program of programs) {
      await writeFile(at(home, program), '#!/bin/sh\n');
      await chmod(at(home, program), 0o755);
    }
  }
  await writeFile(at('empty', 'ffmpeg'), 'no program');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('finding the media programs', () => {
  it('given both on PATH, takes the first folder that has them, passing over what cannot be run', async () => {
    expect(await findTools({ PATH: `${at('empty')}:${at('both')}` })).toEqual({
      ffmpeg: at('both', 'ffmpeg'),
      ffprobe: at('both', 'ffprobe'),
    });
  });

  it('given FFMPEG_PATH, takes that one, and ffprobe from PATH when there is none beside it', async () => {
    expect(await findTools({ FFMPEG_PATH: at('own', 'ffmpeg'), PATH: at('both') })).toEqual({
      ffmpeg: at('own', 'ffmpeg'),
      ffprobe: at('both', 'ffprobe'),
    });
  });

  it('given an empty FFMPEG_PATH, looks on PATH', async () => {
    expect((await findTools({ FFMPEG_PATH: '', PATH: at('both') })).ffmpeg).toBe(at('both', 'ffmpeg'));
  });

  it.each([
    ['nothing anywhere', () => ({ PATH: at('empty') }), 'there is no ffmpeg on PATH'],
    ['no PATH at all', () => ({}), 'there is no ffmpeg on PATH'],
    [
      'FFMPEG_PATH that is no program',
      () => ({ FFMPEG_PATH: at('empty', 'ffmpeg'), PATH: at('both') }),
      'FFMPEG_PATH is ',
    ],
    [
      'FFMPEG_PATH that is a folder',
      () => ({ FFMPEG_PATH: at('both'), PATH: at('both') }),
      'FFMPEG_PATH is ',
    ],
    ['no ffprobe', () => ({ PATH: at('own') }), 'there is no ffprobe beside '],
  ])('given %s, says what to type', async (_what, environment, beginning) => {
    const error: Error = await findTools(environment()).then(
      () => new Error('found'),
      (reason: Error) => reason,
    );
    expect(error.name).toBe('FfmpegMissing');
    expect(error.message.startsWith(beginning)).toBe(true);
    expect(error.message).toContain('sudo apt-get update && sudo apt-get install -y ffmpeg');
  });
});
