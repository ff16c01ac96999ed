import { mkdtempSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { runLab } from '../../support/lab-command.ts';

const folder = mkdtempSync(join(tmpdir(), 'codec-lab-command-'));
writeFileSync(join(folder, 'words.mp4'), 'these are words and no video');
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the local command', () => {
  it.concurrent.each([
    [['--arms', '0'], "argument '0' is invalid. Give a whole number from 1 to 8."],
    [['--iterations', '-1'], "argument '-1' is invalid. Give a whole number from 1 to 1000."],
    [['--arms', '2.5'], "argument '2.5' is invalid"],
    [['--frobnicate'], "unknown option '--frobnicate'"],
    [['frobnicate'], 'frobnicate is no command'],
    [['--campaign', 'My Films'], "argument 'My Films' is invalid. a campaign name is 1 to 40 of a-z"],
    [['--experiment', '{"encoder":"h264"}'], 'encoder: Invalid option'],
    [['--experiment', 'libx264'], 'It is no JSON'],
    [['-c', 'llmEffort'], 'Give a key and a value, for example llmEffort=high.'],
    [['-c', 'arms=1', '-c', 'arms=2'], 'arms is given twice'],
    [['--clips'], "option '--clips <path...>' argument missing"],
    [['--clips', join(folder, 'absent')], 'there is no such file or folder'],
    [['--clips', join(folder, 'words.mp4')], 'is no video that ffmpeg can read'],
  ])('refuses %j in one sentence with exit code 2', async (words, sentence) => {
    const { exitCode, output } = await runLab('--data', join(folder, 'data'), ...words);
    expect(output).toContain(sentence);
    expect(output.trim().split('\n')).toHaveLength(1);
    expect(exitCode).toBe(2);
  });

  it.concurrent.each([
    [['measure'], "required option '--codec <name>' not specified"],
    [['measure', '--codec', 'h264'], 'The codecs are libx264, libx265, libvpx-vp9, libsvtav1, libaom-av1.'],
    [['measure', '--codec', 'libx264', '--param', 'preset'], 'Give a name and a value'],
    [['measure', '--codec', 'libx264', '--param', 'crf=1', '--param', 'crf=2'], 'crf is given twice'],
    [['measure', '--codec', 'libx264', '--frames', '7'], 'Give a whole number from 8 to 600.'],
    [['measure', '--codec', 'libx264', '--rate-points', '3'], 'Give a whole number from 4 to 8.'],
    [['measure', '--codec', 'libx264', '--clips', join(folder, 'absent')], 'there is no such file or folder'],
    [['compare', 'one'], "missing required argument 'B'"],
    [['compare', 'one', 'other'], 'no experiment or measurement with a result has an id'],
    [['verify'], "missing required argument 'id'"],
    [['verify', 'nothing'], 'no experiment or measurement with a result has an id'],
    [['verify', join(folder, 'words.mp4')], 'give the id of an experiment or measurement'],
  ])('refuses %j in one sentence with exit code 2', async ([command = '', ...words], sentence) => {
    const { exitCode, output } = await runLab(command, '--data', join(folder, 'data'), ...words);
    expect(output).toContain(sentence);
    expect(output.trim().split('\n')).toHaveLength(1);
    expect(exitCode).toBe(2);
  });

  it.concurrent.each(['status', 'history', 'rebuild'])(
    '%s says that there is nothing yet',
    async (command) => {
      const { exitCode, output } = await runLab(command, '--data', join(folder, 'data'));
      expect(output).toMatch(/^nothing was run in .* yet: npm start runs a first iteration\n$/);
      expect(exitCode).toBe(1);
    },
  );

  it.concurrent('explains itself', async () => {
    const { exitCode, output } = await runLab('--help');
    for (const word of [
      '--iterations',
      '--clips',
      '--dry-run',
      'status',
      'history',
      'rebuild',
      'show',
      'pause',
      'resume',
      'measure',
      'compare',
      'verify',
    ])
      expect(output).toContain(word);
    expect(exitCode).toBe(0);
  });
});
