import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openQualityMeter } from '../../../../codec-task/measure/metrics/quality-meter.ts';
import { detectCapabilities } from '../../../../codec-task/media/capabilities.ts';
import { runFfmpeg } from '../../../../codec-task/media/ffmpeg.ts';
import { findTools, type Tools } from '../../../../codec-task/media/tools.ts';
import { decibel } from '../../../../codec-task/quality/decibel.ts';
import { sha256 } from '../../../../lambdas/shared/spec.ts';

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

async function written(source: Uint8Array): Promise<string> {
  const path = join(await mkdtemp(join(folder, 'source-')), 'source.yuv');
  await writeFile(path, source);
  return path;
}

/** Every score of raw frames against raw frames of the source. */
async function measured(decoded: Uint8Array, source: Uint8Array, size = SIZE, filters: string[] = []) {
  const own = await mkdtemp(join(folder, 'meter-'));
  const path = await written(source);
  const bytes = (size.width * size.height * 3) / 2;
  const frames = { path, ...size, fps: '25/1', frames: source.length / bytes };
  const meter = await openQualityMeter({ tools, filters, source: frames, folder: own, signal });
  try {
    for (let at = 0; at < decoded.length; at += bytes) await meter.add(decoded.subarray(at, at + bytes));
    return await meter.finish();
  } finally {
    await meter.close();
  }
}

/** A moving picture and a noisy copy of it, by ffmpeg. */
async function pictures(size: string, frames: number) {
  const render = async (noise: string, name: string) => {
    const picture = ['-f', 'lavfi', '-i', `testsrc2=size=${size}:rate=25,format=yuv420p${noise}`];
    const output = ['-frames:v', String(frames), '-f', 'rawvideo', '-y', name];
    await runFfmpeg(tools, [...picture, ...output], { folder, timeoutSeconds: 60, signal });
    return readFile(join(folder, name));
  };
  return {
    source: await render('', 'clean.yuv'),
    decoded: await render(',noise=alls=20:all_seed=7', 'noisy.yuv'),
  };
}

/** What one of ffmpeg's own filters prints of the two files. */
async function byFilter(size: string, filter: string, order = ['noisy.yuv', 'clean.yuv']): Promise<string> {
  const input = (name: string) => ['-f', 'rawvideo', '-pix_fmt', 'yuv420p', '-s', size, '-i', name];
  const args = [...order.flatMap(input), '-lavfi', filter, '-f', 'null', '-'];
  return (await runFfmpeg(tools, args, { folder, timeoutSeconds: 60, signal })).stderr;
}

describe('PSNR', () => {
  it('of four frames with luma errors of 2, 2, 2 and 10 is 38.62 dB as a mean of frames and 33.66 dB of the mean error', async () => {
    const source = new Uint8Array(FRAME * 4).fill(100);
    const decoded = source.slice();
    [2, 2, 2, 10].forEach((error, frame) => {
      decoded.fill(100 + error, frame * FRAME, frame * FRAME + LUMA);
    });
    const { psnrY, psnrU, psnrV, psnrYuv, psnrYuvOfMeanError } = await measured(decoded, source);
    expect(psnrY).toBeCloseTo(38.62, 2);
    expect([psnrU, psnrV]).toEqual([60, 60]);
    expect(psnrYuv).toBe((6 * psnrY + 120) / 8);
    expect(psnrYuvOfMeanError).toBeCloseTo((6 * 33.66 + 120) / 8, 2);
  });

  it('tells the planes apart', async () => {
    const source = new Uint8Array(FRAME);
    const decoded = source.slice();
    decoded.fill(255, LUMA, LUMA * 1.25);
    expect(await measured(decoded, source)).toMatchObject({ psnrY: 60, psnrU: 0, psnrV: 60 });
  });

  it('of the mean error and SSIM agree with the filters of ffmpeg, also where 4, but not 16, divides the width', async () => {
    for (const [width, height] of [
      [96, 64],
      [148, 84],
    ] as const) {
      const size = `${width}x${height}`;
      const { decoded, source } = await pictures(size, 6);
      const ours = await measured(decoded, source, { width, height });
      const psnr = /PSNR y:([\d.]+) u:([\d.]+) v:([\d.]+)/.exec(await byFilter(size, 'psnr')) ?? [];
      const [y = 0, u = 0, v = 0] = psnr.slice(1).map(Number);
      expect(ours.psnrYuvOfMeanError).toBeCloseTo((6 * y + u + v) / 8, 4);
      const ssim = /SSIM Y:([\d.]+)/.exec(await byFilter(size, 'ssim'))?.[1];
      // The filter prints six decimals, so its rounding alone is half a millionth.
      expect(Math.abs(ours.ssim - Number(ssim))).toBeLessThan(1e-6);
    }
  });
});

describe('SSIM and MS-SSIM', () => {
  const noise = (length: number) => new Uint8Array(length).map((_, index) => (index * 37) % 251);

  it('of equal frames are 1, and 60 dB by their cap', async () => {
    const same = noise(FRAME * 2);
    expect(await measured(same, same)).toMatchObject({ ssim: 1, msSsim: 1 });
    expect(decibel(1)).toBe(60);
    expect(decibel(0.95)).toBeCloseTo(13.01, 2);
  });

  it('see luma, and chroma not', async () => {
    const source = noise(FRAME);
    const [luma, chroma] = [source.slice(), source.slice()];
    luma.subarray(0, LUMA).reverse();
    chroma.subarray(LUMA).reverse();
    const [ofLuma, ofChroma] = [await measured(luma, source), await measured(chroma, source)];
    expect(ofLuma.ssim).toBeLessThan(0.5);
    expect(ofLuma.msSsim).toBeLessThan(0.9);
    expect(ofChroma).toMatchObject({ ssim: 1, msSsim: 1 });
  });
});

describe('the source', () => {
  it('is hashed as it was read, to its end also when the decode has fewer frames', async () => {
    const { decoded, source } = await pictures('96x64', 6);
    expect((await measured(decoded, source)).sourceSha256).toBe(sha256(source));
    expect((await measured(decoded.subarray(0, 2 * FRAME), source)).sourceSha256).toBe(sha256(source));
  });

  it('is compared frame by frame: a swapped pair resembles its neighbours, honest noise does not', async () => {
    const { decoded, source } = await pictures('96x64', 6);
    expect((await measured(decoded, source)).resembles).toEqual([0, 1, 2, 3, 4, 5]);
    const swapped = Buffer.from(decoded);
    decoded.copy(swapped, 2 * FRAME, 3 * FRAME, 4 * FRAME);
    decoded.copy(swapped, 3 * FRAME, 2 * FRAME, 3 * FRAME);
    expect((await measured(swapped, source)).resembles).toEqual([0, 1, 3, 2, 4, 5]);
  });
});

describe('a source that became shorter', () => {
  it('fails its check', async () => {
    const frames = new Uint8Array(2 * FRAME);
    const meter = await openQualityMeter({
      ...{ tools, filters: [], folder, signal },
      source: { path: await written(frames.subarray(0, FRAME)), ...SIZE, fps: '25/1', frames: 2 },
    });
    await meter.add(frames.subarray(FRAME));
    await expect(meter.add(frames.subarray(FRAME))).rejects.toMatchObject({ check: 'source-unchanged' });
    await meter.close();
  });
});

describe('metrics that not every ffmpeg has', () => {
  it('are null where there is no filter for them', async () => {
    const same = new Uint8Array(FRAME);
    expect(await measured(same, same)).toMatchObject({ xpsnr: null, vmaf: null, vmafNeg: null });
  });

  it('XPSNR is measured where there is one: what the filter gives of each frame, weighed by the source', async (context) => {
    const { filters } = await detectCapabilities(tools, signal);
    if (!filters.includes('xpsnr')) return context.skip('this ffmpeg has no xpsnr filter');
    const { decoded, source } = await pictures('192x128', 6);
    const { xpsnr } = await measured(decoded, source, { width: 192, height: 128 }, ['xpsnr']);
    await byFilter('192x128', 'xpsnr=stats_file=xpsnr.log', ['clean.yuv', 'noisy.yuv']);
    const frames = [...(await readFile(join(folder, 'xpsnr.log'), 'utf8')).matchAll(/n: .*y: ([\d.]+)/g)];
    expect(frames).toHaveLength(6);
    expect(xpsnr?.y).toBeCloseTo(frames.reduce((sum, [, y]) => sum + Number(y), 0) / 6, 9);
    expect(xpsnr?.yuv).toBeCloseTo((4 * (xpsnr?.y ?? 0) + (xpsnr?.u ?? 0) + (xpsnr?.v ?? 0)) / 6, 9);
  });

  it('VMAF and VMAF-NEG are measured where there are any: what libvmaf prints for each model', async (context) => {
    const { filters } = await detectCapabilities(tools, signal);
    if (!filters.includes('libvmaf')) return context.skip('this ffmpeg has no libvmaf');
    const { decoded, source } = await pictures('192x128', 6);
    const ours = await measured(decoded, source, { width: 192, height: 128 }, ['xpsnr', 'libvmaf']);
    for (const score of [ours.vmaf, ours.vmafNeg]) {
      const printed = await byFilter('192x128', `libvmaf=model=version=${score?.model}`);
      expect(score?.mean).toBeCloseTo(Number(/VMAF score: ([\d.]+)/.exec(printed)?.[1]), 5);
      expect(score?.p5).toBeLessThanOrEqual(score?.mean ?? 0);
    }
    expect(ours.vmafNeg?.mean).toBeLessThan(ours.vmaf?.mean ?? 0);
    expect(ours.xpsnr?.y).toBeGreaterThan(0);
  });
});
