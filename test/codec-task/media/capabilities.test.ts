import { readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { detectCapabilities } from '../../../codec-task/media/capabilities.ts';
import { findTools } from '../../../codec-task/media/tools.ts';
import { Capabilities } from '../../../lambdas/shared/capabilities.ts';
import { sha256 } from '../../../lambdas/shared/spec.ts';

const signal = new AbortController().signal;

it("given this machine's ffmpeg, reports what it is and what really encodes", async () => {
  const tools = await findTools(process.env);

  const found = Capabilities.parse(await detectCapabilities(tools, signal));

  expect(found.ffmpeg_version).toMatch(/^\w/);
  expect(found.ffmpeg_sha256).toBe(sha256(await readFile(await realpath(tools.ffmpeg))));
  expect(found.encoders).toEqual(expect.arrayContaining(['libx264', 'libx265']));
  expect(found.filters).toEqual(expect.arrayContaining(['ssim', 'psnr']));
  expect(Object.keys(found.encoder_versions).sort()).toEqual([...found.encoders].sort());
  expect(found.encoder_versions['libx265']).toMatch(/^\d/);
  expect(found.encoder_versions['libx264']).toMatch(/^core \d+/);
  expect(await detectCapabilities(tools, signal)).toEqual(found);
});

it('given an ffmpeg whose x265 lists itself but fails, leaves it out', async () => {
  const tools = await findTools(process.env);
  const ffmpeg = join(tmpdir(), `codec-lab-half-an-ffmpeg-${process.pid}`);
  const script = ['#!/bin/sh', 'case "$*" in *libx265*) exit 1;; esac', `exec ${tools.ffmpeg} "$@"`, ''];
  await writeFile(ffmpeg, script.join('\n'), { mode: 0o755 });

  const found = await detectCapabilities({ ...tools, ffmpeg }, signal).finally(() => rm(ffmpeg));

  expect(found.encoders).toContain('libx264');
  expect(found.encoders).not.toContain('libx265');
  expect(found.encoder_versions).not.toHaveProperty('libx265');
});

it('given an ffmpeg that lists libvmaf but has no models for it, leaves it out', async () => {
  const tools = await findTools(process.env);
  const ffmpeg = join(tmpdir(), `codec-lab-ffmpeg-without-models-${process.pid}`);
  const cases = [
    `*-filters*) ${tools.ffmpeg} "$@"; echo ' .. libvmaf  VV->V  listed'; exit;;`,
    '*libvmaf=*) exit 1;;',
  ];
  const script = ['#!/bin/sh', `case "$*" in ${cases.join(' ')} esac`, `exec ${tools.ffmpeg} "$@"`, ''];
  await writeFile(ffmpeg, script.join('\n'), { mode: 0o755 });

  const found = await detectCapabilities({ ...tools, ffmpeg }, signal).finally(() => rm(ffmpeg));

  expect(found.filters).not.toContain('libvmaf');
  expect(found.filters).toContain('ssim');
});
