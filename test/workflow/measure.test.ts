import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ExperimentResult } from '../../lambdas/shared/result.ts';
import { runLab } from '../support/lab-command.ts';
import { freshFolder } from './laboratory.ts';

const { folder, remove } = freshFolder();
const clip = join(folder, 'film.mkv');
const data = join(folder, 'data');
beforeAll(() => {
  const source = 'testsrc2=size=128x96:rate=25:duration=0.4';
  execFileSync('ffmpeg', ['-v', 'error', '-f', 'lavfi', '-i', source, '-c:v', 'ffv1', clip]);
});
afterAll(remove);

const LAB = fileURLToPath(new URL('../../bin/lab.ts', import.meta.url));
const SMALL = ['--clips', clip, '--frames', '8', '--gop', '8', '--data', data];
const measure = (...words: string[]) => ['measure', '--codec', 'libx264', ...words, ...SMALL];
/** Standard output alone, as a program that reads it gets it. */
const stdoutOf = (...words: string[]) => {
  const { PATH } = process.env;
  return spawnSync(process.execPath, [LAB, ...words], { env: { PATH }, encoding: 'utf8' }).stdout;
};
let first: ExperimentResult;
let second: string;

// Each test goes on where the one before it ended, as a person would.
describe('a person who measures without a campaign', { timeout: 120_000 }, () => {
  it('gets the result alone on standard output with --json', () => {
    first = ExperimentResult.parse(JSON.parse(stdoutOf(...measure('--param', 'preset=ultrafast', '--json'))));
    expect(first).toMatchObject({ status: 'succeeded', campaign: 'measurements' });
    expect(first.clips.map(({ source }) => source.set ?? 'tune')).toEqual(['tune']);
  });

  it('gets the full table without it, and an id to go on with', async () => {
    const { exitCode, output } = await runLab(...measure('--param', 'preset=veryfast'));
    expect(output).toMatch(/film\.mkv +[+-]\d+\.\d/);
    for (const words of ['MS-SSIM', 'SHA-256', 'Isolation', 'Controls', '-c:v libx264'])
      expect(output).toContain(words);
    // Without namespaces one check cannot be passed.
    expect(output).toMatch(/^Checks +(all \d+|\d+ of \d+) passed/m);
    second = /^Result .*measurements\/(m-\w+-01)\/result\.json$/m.exec(output)?.[1] ?? '';
    expect(exitCode).toBe(0);
  });

  it('compares the two, by id or by file', async () => {
    const file = join(data, 'artifacts/measurements', first.experiment_id, 'result.json');
    const { exitCode, output } = await runLab('compare', file, second, '--data', data);
    expect(output).toMatch(/^film\.mkv +[+-]\d+\.\d/m);
    expect(output).toContain('no interval under six clips');
    expect(exitCode).toBe(0);
    const { a, b, clips } = JSON.parse(stdoutOf('compare', file, second, '--json', '--data', data));
    expect([a.id, b.id]).toEqual([first.experiment_id, second]);
    expect(clips).toHaveLength(1);
  });

  it('verifies one, and the other again after its store was spoiled', async () => {
    const sound = await runLab('verify', second, '--data', data);
    expect(sound.output.trim()).toMatch(/\n\d+ values checked, none differs$/);
    expect(sound.exitCode).toBe(0);

    const [one, other] = first.clips[0]?.points ?? [];
    const spoiled = join(data, 'artifacts', one?.bitstream_key ?? '');
    const bytes = readFileSync(spoiled);
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 0xff;
    writeFileSync(spoiled, bytes);
    rmSync(join(data, 'artifacts', other?.bitstream_key ?? ''));
    const { exitCode, output } = await runLab('verify', first.experiment_id, '--data', data);
    expect(output).toContain('clips[0].points[0].bitstream_sha256');
    expect(output).toMatch(/clips\[0\]\.points\[1\]\.bitstream_key\n.*\n +recomputed +no artifact/);
    expect(output.trim()).toMatch(/\n\d+ values checked, \d+ differ$/);
    expect(exitCode).toBe(1);
  });

  it('is told what the codec does not have, before anything is measured', async () => {
    const { exitCode, output } = await runLab(...measure('--param', 'preset=fastest'));
    expect(output).toMatch(/\nlibx264 preset = "fastest" is not allowed; allowed: ultrafast, .*\n$/);
    expect(output).not.toContain('Measurement');
    expect(exitCode).toBe(2);
  });
});
