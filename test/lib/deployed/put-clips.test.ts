import { mkdir, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { runFfmpeg } from '../../../codec-task/media/ffmpeg.ts';
import { putSummary } from '../../../lambdas/shared/stores/campaign-store.ts';
import { emptySummary } from '../../../lambdas/shared/summary.ts';
import { openDeployment } from '../../../lib/deployed/deployment.ts';
import { putClips } from '../../../lib/deployed/put-clips.ts';
import { openBench } from '../../support/bench.ts';
import { openAccount, typed } from './given.ts';

let account: Awaited<ReturnType<typeof openAccount>>;
let folder: string;
beforeAll(async () => {
  account = await openAccount();
  folder = await mkdtemp(join(tmpdir(), 'codec-lab-clips-'));
  const bench = await openBench();
  await mkdir(join(folder, 'films', 'validate'), { recursive: true });
  const source = ['-f', 'lavfi', '-i', 'testsrc=size=64x64:rate=8', '-frames:v', '8'];
  const limits = { folder, timeoutSeconds: 60, signal: bench.signal };
  for (const name of ['a.mkv', 'validate/b.mkv'])
    await runFfmpeg(bench.tools, [...source, '-c:v', 'libx264', join(folder, 'films', name)], limits);
  await bench.close();
});
beforeEach(() => {
  account.reset();
  account.bucket.on(PutObjectCommand).callsFake(async ({ Body }) => {
    for await (const _part of Body);
    return {};
  });
  account.bucket.on(ListObjectsV2Command).resolves({});
});
afterAll(async () => {
  await account.close();
  await rm(folder, { recursive: true, force: true });
});
const put = () => account.bucket.commandCalls(PutObjectCommand).map(({ args: [{ input }] }) => input.Key);

describe('put-clips', () => {
  it('puts the videos of a folder below the campaign that is named after it, sets included', async () => {
    const { code, out } = await typed('put-clips', join(folder, 'films'));
    expect(code).toBe(0);
    expect(put()).toEqual(['campaigns/films/clips/a.mkv', 'campaigns/films/clips/validate/b.mkv']);
    expect(out).toContain(
      'campaign films has 2 clips: npm run aws -- start --campaign films measures with them',
    );
  });

  it('given a file that is no video, puts nothing at all', async () => {
    const fake = join(folder, 'fake.mkv');
    await writeFile(fake, 'no video');
    const { code, err } = await typed('put-clips', join(folder, 'films', 'a.mkv'), fake);
    expect([code, put()]).toEqual([2, []]);
    expect(err).toContain('fake.mkv is no video that ffmpeg can read');
  });

  it('given more than S3 takes in one piece, puts nothing', async () => {
    const path = join(folder, 'long.mkv');
    await writeFile(path, '');
    await truncate(path, 5 * 1024 ** 3 + 1);
    using deployment = await openDeployment('CodecLab');
    const clips = [{ name: 'long.mkv', path }];
    await expect(putClips(deployment, 'films', clips, () => {})).rejects.toThrow('is larger than 5 GiB');
    expect(put()).toEqual([]);
  });

  it('given a campaign that holds another clip, names it and puts nothing', async () => {
    account.bucket
      .on(ListObjectsV2Command)
      .resolves({ Contents: [{ Key: 'campaigns/films/clips/old.mkv' }] });
    const { code, err } = await typed('put-clips', join(folder, 'films'));
    expect([code, put()]).toEqual([2, []]);
    expect(err).toContain('campaign films already holds old.mkv');
  });

  it('given a campaign that has measured, puts nothing', async () => {
    await putSummary(account.tables, 'measured', { ...emptySummary(), version: 1, clip_set: 'x' });
    const { code, err } = await typed('put-clips', '--campaign', 'measured', join(folder, 'films'));
    expect([code, put()]).toEqual([2, []]);
    expect(err).toContain('campaign measured has measured already');
  });
});
