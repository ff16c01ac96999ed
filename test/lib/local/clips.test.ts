import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { putSummary } from '../../../lambdas/shared/stores/campaign-store.ts';
import { FileArtifactStore } from '../../../lambdas/shared/stores/file-artifact-store.ts';
import { emptySummary } from '../../../lambdas/shared/summary.ts';
import { campaignNameFor, collectClips } from '../../../lib/local/clips/collect.ts';
import { assertVideo } from '../../../lib/local/clips/probe.ts';
import { storeClips } from '../../../lib/local/clips/store-clips.ts';
import { type StartedTables, startTables } from '../../support/tables.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'codec-lab-clips-'));
  for (const name of ['Zoo Trip (2024)', 'empty', 'other']) mkdirSync(join(folder, name));
  write('Zoo Trip (2024)/b.MP4', 'b');
  write('Zoo Trip (2024)/a.mkv', 'a');
  write('Zoo Trip (2024)/manifest.json', '{}');
  write('other/a.mkv', 'another a');
  write('nothing.mp4', '');
  write('text.mp4', 'these are words and no video');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const at = (...names: string[]) => names.map((name) => join(folder, name));
const path = (name: string) => join(folder, name);
const write = (name: string, content: string) => writeFileSync(path(name), content);

describe('the clips that a person gives', () => {
  it('are the videos of a folder, sorted, and files as they are', () => {
    expect(collectClips(at('Zoo Trip (2024)')).map(({ name }) => name)).toEqual(['a.mkv', 'b.MP4']);
    expect(collectClips(at('text.mp4', 'other')).map(({ name }) => name)).toEqual(['text.mp4', 'a.mkv']);
  });

  it('keep the folders that say what they are for in their names, and no others', () => {
    for (const name of ['sets', 'sets/tune', 'sets/validate', 'sets/sealed', 'sets/others'])
      mkdirSync(path(name));
    for (const name of ['sets/tune/a.mkv', 'sets/validate/a.mkv', 'sets/sealed/b.mkv', 'sets/others/c.mkv'])
      write(name, name);

    expect(collectClips(at('sets')).map(({ name }) => name)).toEqual([
      'tune/a.mkv',
      'validate/a.mkv',
      'sealed/b.mkv',
    ]);
    expect(campaignNameFor(at('sets'))).toBe('sets');
  });

  it.each([
    ['nothing there', ['absent'], 'there is no such file or folder'],
    ['a folder without videos', ['empty'], 'the folder holds no video'],
    ['an empty file', ['nothing.mp4'], 'is empty'],
    ['two of one name', ['Zoo Trip (2024)', 'other'], 'have the same name'],
  ])('are refused: %s', (_what, names, sentence) => {
    expect(() => collectClips(at(...names))).toThrow(sentence);
  });

  it('given more than are of use, are refused with how many those are', () => {
    expect(() => collectClips(at('text.mp4', 'other'), 1)).toThrow(
      '2 clips are too many: give at most 1 files',
    );
  });

  it.each([
    [['Zoo Trip (2024)'], 'zoo-trip-2024'],
    [['text.mp4'], 'text'],
    [['Zoo Trip (2024)/a.mkv', 'Zoo Trip (2024)/b.MP4'], 'zoo-trip-2024'],
  ])('name their campaign: %j gives %s', (names, expected) => {
    expect(campaignNameFor(at(...names))).toBe(expected);
  });

  it('name a campaign even when no letter is left', () => {
    expect(campaignNameFor(['/###'])).toBe('clips');
  });
});

describe('a file that is to be a clip', () => {
  const make = (name: string, ...source: string[]) =>
    execFileSync('ffmpeg', ['-v', 'error', '-y', '-f', 'lavfi', ...source, path(name)]);

  it('is accepted with a picture in it', async () => {
    make('picture.mkv', '-i', 'testsrc=size=64x64:duration=0.2', '-c:v', 'ffv1');
    await expect(
      assertVideo({ name: 'picture', path: path('picture.mkv') }, process.env),
    ).resolves.toBeUndefined();
  });

  it('is refused with sound alone', async () => {
    make('sound.mkv', '-i', 'sine=duration=0.2');
    await expect(assertVideo({ name: 'sound', path: path('sound.mkv') }, process.env)).rejects.toThrow(
      'it has no video stream',
    );
  });

  it('is refused when it is a list of other files', async () => {
    make('listed.mkv', '-i', 'color=size=64x64:duration=0.4', '-c:v', 'ffv1');
    write('list.ffconcat', "ffconcat version 1.0\nfile 'listed.mkv'\n");
    await expect(assertVideo({ name: 'list', path: path('list.ffconcat') }, process.env)).rejects.toThrow(
      'it is no file of a video format',
    );
  });

  it('is refused when it is text', async () => {
    await expect(assertVideo({ name: 'text', path: path('text.mp4') }, process.env)).rejects.toThrow(
      /text\.mp4 is no video that ffmpeg can read/,
    );
  });
});

describe("a campaign's clips", () => {
  let started: StartedTables;
  let data: string;
  const store = (names: string[]) =>
    storeClips(
      {
        folder: data,
        tables: started.tables,
        store: new FileArtifactStore(join(data, 'artifacts')),
        [Symbol.asyncDispose]: async () => {},
      },
      'zoo',
      collectClips(at(...names)),
    );
  const stored = (name: string) => readFileSync(join(data, 'artifacts/campaigns/zoo/clips', name), 'utf8');
  const measure = () => putSummary(started.tables, 'zoo', { ...emptySummary(), version: 1, clip_set: 'x' });

  beforeEach(async () => {
    started = await startTables();
    data = mkdtempSync(join(folder, 'data-'));
  });
  afterEach(() => started.stop());

  it('may change until something was measured', async () => {
    await store(['Zoo Trip (2024)']);
    await store(['other']);
    expect(stored('a.mkv')).toBe('another a');
    expect(() => stored('b.MP4')).toThrow('ENOENT');
  });

  it('may be given again after that, and not be others', async () => {
    await store(['Zoo Trip (2024)']);
    await measure();

    await store(['Zoo Trip (2024)']);
    await expect(store(['other'])).rejects.toThrow('campaign zoo has measured with a.mkv, b.MP4');
    await expect(store(['other/a.mkv', 'Zoo Trip (2024)/b.MP4'])).rejects.toThrow('another a.mkv');
    expect(stored('a.mkv')).toBe('a');
  });

  it('stay in the folders that say what they are for', async () => {
    for (const set of ['tune', 'validate']) {
      mkdirSync(path(`mine/${set}`), { recursive: true });
      write(`mine/${set}/a.mkv`, set);
    }
    await store(['mine']);
    await measure();

    expect([stored('tune/a.mkv'), stored('validate/a.mkv')]).toEqual(['tune', 'validate']);
    await expect(store(['mine'])).resolves.toBeUndefined();
    await expect(store(['mine/tune'])).rejects.toThrow('campaign zoo has measured with tune/a.mkv');
  });

  it('are not put beside synthetic ones', async () => {
    await measure();
    await expect(store(['other'])).rejects.toThrow('has measured with synthetic clips');
  });
});
