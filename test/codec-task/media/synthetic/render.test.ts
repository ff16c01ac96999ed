import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { prepareSource } from '../../../../codec-task/media/source.ts';
import { renderSynthetic } from '../../../../codec-task/media/synthetic/render.ts';
import { findTools, type Tools } from '../../../../codec-task/media/tools.ts';
import { SYNTHETIC_RECIPES } from '../../../../lambdas/shared/names.ts';
import { sha256 } from '../../../../lambdas/shared/spec.ts';
import { FileArtifactStore } from '../../../../lambdas/shared/stores/file-artifact-store.ts';

let folder: string;
let tools: Tools;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'codec-lab-synthetic-'));
  tools = await findTools(process.env);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const signal = new AbortController().signal;
const WIDTH = 160;
const HEIGHT = 90;
const LUMA = WIDTH * HEIGHT;

async function render(
  recipe: (typeof SYNTHETIC_RECIPES)[number],
  frames: number,
  width = WIDTH,
  height = HEIGHT,
) {
  await renderSynthetic({ tools, recipe, width, height, frames, folder, output: 'out.yuv', signal });
  return readFile(join(folder, 'out.yuv'));
}

const luma = (clip: Uint8Array, frame: number) =>
  clip.subarray(frame * LUMA * 1.5, frame * LUMA * 1.5 + LUMA);
const mean = (values: Uint8Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
const spread = (values: Uint8Array) => {
  const centre = mean(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / values.length);
};
const difference = (a: Uint8Array, b: Uint8Array) =>
  a.reduce((sum, value, index) => sum + Math.abs(value - (b[index] ?? 0)), 0) / a.length;

describe.each(SYNTHETIC_RECIPES)('recipe %s', (recipe) => {
  it('given the same size twice, renders the same bytes; a longer clip begins with the shorter one', async () => {
    const first = await render(recipe, 9);
    const longer = await render(recipe, 12);
    expect(first.length).toBe(9 * LUMA * 1.5);
    expect(longer.subarray(0, first.length).equals(first)).toBe(true);
  });

  it('shows a picture with structure that moves', async () => {
    const clip = await render(recipe, 12);
    const [start, end] = [luma(clip, 0), luma(clip, 11)];
    expect(mean(start)).toBeGreaterThan(60);
    expect(mean(start)).toBeLessThan(190);
    expect(spread(start)).toBeGreaterThan(10);
    expect(difference(start, end)).toBeGreaterThan(2);
  });

  it.each([
    [64, 64],
    [98, 66],
    [90, 160],
  ])('renders any even size (%ix%i)', async (width, height) => {
    expect((await render(recipe, 2, width, height)).length).toBe(width * height * 1.5 * 2);
  });
});

describe('a synthetic clip as a source', () => {
  const prepare = (width: number, height: number) =>
    prepareSource({
      ...{ tools, folder, signal, frames: 8, store: new FileArtifactStore(folder) },
      clip: { kind: 'synthetic', name: 'texture', recipe: 'drifting-texture', width, height },
    });

  it('is labelled synthetic and carries the hash of its frames', async () => {
    const { source, path } = await prepare(96, 64);
    expect(source).toEqual({
      name: 'texture',
      kind: 'synthetic',
      file_sha256: null,
      frames_sha256: sha256(await readFile(path)),
      width: 96,
      height: 64,
      fps: '30/1',
      frames: 8,
      start_seconds: 0,
      notes: ["synthetic: rendered by ffmpeg's own sources, recipe drifting-texture"],
    });
  });

  it('given an odd size, is refused by name', async () => {
    await expect(prepare(97, 64)).rejects.toMatchObject({
      name: 'UnsuitableClip',
      message: 'clip texture cannot be measured: it is 97x64; a synthetic clip has even sides',
    });
  });
});
