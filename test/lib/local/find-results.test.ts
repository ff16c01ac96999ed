import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { artifactKeys } from '../../../lambdas/shared/keys.ts';
import { findResult, readResult } from '../../../lib/local/find-results.ts';
import { givenMeasured } from './comparison/given.ts';

const data = mkdtempSync(join(tmpdir(), 'codec-lab-results-'));
const KEYS = [
  artifactKeys.result('default', '20261123T060000Z-1a2b3c4d-01'),
  artifactKeys.result('films', '20261124T060000Z-5e6f7081-01'),
  artifactKeys.measurement('m-3f9a1c02-01'),
  artifactKeys.measurement('m-3f9a1c02-02'),
];
const write = (path: string, content: string) => {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
};
beforeAll(() => {
  for (const key of KEYS) write(join(data, 'artifacts', key), JSON.stringify(givenMeasured('a', [])));
  write(join(data, 'artifacts/experiments/default/unfinished/bitstreams/one'), '');
  write(join(data, 'elsewhere/run/result.json'), JSON.stringify(givenMeasured('elsewhere', [])));
  write(join(data, 'words.json'), 'these are words');
  write(join(data, 'other.json'), '{"schema": "codec-lab.record.v1"}');
});
afterAll(() => rm(data, { recursive: true, force: true }));

describe('a result that a person means', () => {
  it.each([
    ['20261123T060000Z-1a2b3c4d-01', KEYS[0]],
    ['1a2b3c4d-01', KEYS[0]],
    ['20261124', KEYS[1]],
    ['m-3f9a1c02-02', KEYS[3]],
    ['02-02', KEYS[3]],
  ])('is found by %s', async (text, key) => {
    expect(await findResult(data, text)).toMatchObject({ key, path: join(data, 'artifacts', key ?? '') });
  });

  it('is found as a file or as the folder of one', async () => {
    const path = join(data, 'elsewhere/run/result.json');
    for (const text of [path, dirname(path)])
      expect(await findResult(data, text)).toMatchObject({ path, key: undefined, id: 'run' });
    expect(readResult({ path }).experiment_id).toBe('elsewhere');
  });

  it.each([
    ['nothing', /no experiment or measurement .* begins or ends with nothing/],
    ['unfinished', /no experiment or measurement/],
    ['-01', /3 results match -01 \(.*1a2b3c4d-01, .*5e6f7081-01, m-3f9a1c02-01\): give more/],
    ['m-3f9a1c02', /2 results match/],
  ])('is asked for again when it is %s', async (text, sentence) => {
    await expect(findResult(data, text)).rejects.toThrow(sentence);
  });

  it('is refused when it is none', () => {
    expect(() => readResult({ path: join(data, 'words.json') })).toThrow(/words\.json .*: it is no JSON/);
    expect(() => readResult({ path: join(data, 'other.json') })).toThrow(
      /other\.json does not fit its schema: schema/,
    );
  });
});
