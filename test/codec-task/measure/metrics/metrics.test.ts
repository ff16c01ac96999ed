import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { measurePsnr } from '../../../../codec-task/measure/metrics/psnr.ts';
import { measureSsim, ssimDecibel } from '../../../../codec-task/measure/metrics/ssim.ts';
import { runFfmpeg } from '../../../../codec-task/media/ffmpeg.ts';
import { findTools, type Tools } from '../../../../codec-task/media/tools.ts';

const SIZE = { width: 96, height: 64 };
const LUMA = 96 * 64;
const FRAME = LUMA * 1.5;
const signal = new AbortController().signal;
let folder: string;
let tools: Tools;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'codec-lab-metrics-'));
  tools = await findTools(process.env);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function raw(name: string, bytes: Uint8Array): Promise<string> {
  await writeFile(join(folder, name), bytes);
  return join(folder, name);
}

describe('PSNR', () => {
  it('of four frames with luma errors of 2, 2, 2 and 10 is 38.62 dB as a mean of frames and 33.66 dB of the mean error', async () => {
    const source = new Uint8Array(FRAME * 4).fill(100);
    const decoded = source.slice();
    [2, 2, 2, 10].forEach((error, frame) => {
      decoded.fill(100 + error, frame * FRAME, frame * FRAME + LUMA);
    });
    const psnr = await measurePsnr(await raw('d', decoded), await raw('s', source), SIZE, 4);
    expect(psnr.y).toBeCloseTo(38.62, 2);
    expect([psnr.u, psnr.v]).toEqual([60, 60]);
    expect(psnr.yuv).toBe((6 * psnr.y + 120) / 8);
    expect(psnr.yuvOfMeanError).toBeCloseTo((6 * 33.66 + 120) / 8, 2);
  });

  it('tells the planes apart', async () => {
    const source = new Uint8Array(FRAME);
    const decoded = source.slice();
    decoded.fill(255, LUMA, LUMA * 1.25);
    expect(await measurePsnr(await raw('d', decoded), await raw('s', source), SIZE, 1)).toMatchObject({
      ...{ y: 60, u: 0, v: 60 },
    });
  });

  it("agrees with ffmpeg's filter, which is of the mean error, on real pictures", async () => {
    const render = (noise: string, name: string) =>
      runFfmpeg(
        tools,
        [
          ...['-f', 'lavfi', '-i', `testsrc2=size=96x64:rate=25,format=yuv420p${noise}`],
          ...['-frames:v', '6', '-f', 'rawvideo', '-y', name],
        ],
        { folder, timeoutSeconds: 60, signal },
      );
    await render('', 'clean.yuv');
    await render(',noise=alls=20:all_seed=7', 'noisy.yuv');
    const input = (name: string) => ['-f', 'rawvideo', '-pix_fmt', 'yuv420p', '-s', '96x64', '-i', name];
    const { stderr } = await runFfmpeg(
      tools,
      [...input('noisy.yuv'), ...input('clean.yuv'), '-lavfi', 'psnr', '-f', 'null', '-'],
      { folder, timeoutSeconds: 60, signal },
    );
    const [, y, u, v] = /PSNR y:([\d.]+) u:([\d.]+) v:([\d.]+)/.exec(stderr)?.map(Number) ?? [];
    const ours = await measurePsnr(join(folder, 'noisy.yuv'), join(folder, 'clean.yuv'), SIZE, 6);
    expect(ours.yuvOfMeanError).toBeCloseTo((6 * (y ?? 0) + (u ?? 0) + (v ?? 0)) / 8, 4);
  });
});

describe('SSIM', () => {
  const measure = (decoded: string, source: string, frames: number) =>
    measureSsim({ tools, decoded, source, size: SIZE, frames, folder, signal });

  it('of equal frames is 1, and 60 dB by its cap', async () => {
    const same = await raw(
      'same',
      new Uint8Array(FRAME * 2).map((_, index) => (index * 37) % 251),
    );
    expect(await measure(same, same, 2)).toBe(1);
    expect(ssimDecibel(1)).toBe(60);
    expect(ssimDecibel(0.95)).toBeCloseTo(13.01, 2);
  });

  it('sees luma, and chroma not', async () => {
    const source = new Uint8Array(FRAME).map((_, index) => (index * 37) % 251);
    const [luma, chroma] = [source.slice(), source.slice()];
    luma.subarray(0, LUMA).reverse();
    chroma.subarray(LUMA).reverse();
    const path = await raw('s', source);
    expect(await measure(await raw('luma', luma), path, 1)).toBeLessThan(0.5);
    expect(await measure(await raw('chroma', chroma), path, 1)).toBe(1);
  });

  it('of fewer frames than there are is none', async () => {
    const one = await raw('one', new Uint8Array(FRAME));
    await expect(measure(one, one, 2)).rejects.toMatchObject({ name: 'IncompleteMetric' });
  });
});
