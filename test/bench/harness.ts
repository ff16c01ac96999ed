import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { conventionalCodec } from '../../codec-task/codecs/conventional/conventional.ts';
import { measurePoint } from '../../codec-task/measure/rate-point.ts';
import { prepareSource } from '../../codec-task/media/source.ts';
import { findTools } from '../../codec-task/media/tools.ts';
import { FileArtifactStore } from '../../lambdas/shared/stores/file-artifact-store.ts';
import { median, rounded } from './median.ts';

const RUNS = 5;

/**
 * Wall time of a rate point beside that of its ffmpeg processes, 640x360, 60 frames: what hashing, PSNR, SSIM, counting
 * and keeping cost.
 */
export async function measureHarness() {
  const folder = await mkdtemp(join(tmpdir(), 'codec-lab-bench-'));
  try {
    const tools = await findTools(process.env);
    const { signal } = new AbortController();
    const store = new FileArtifactStore(join(folder, 'store'));
    const clip = {
      kind: 'synthetic',
      name: 'texture',
      recipe: 'drifting-texture',
      width: 640,
      height: 360,
    } as const;
    const { source, path } = await prepareSource({ tools, store, clip, frames: 60, folder, signal });
    const codec = conventionalCodec('libx264', { preset: 'medium' });
    const seconds: number[] = [];
    const shares: number[] = [];
    for (let run = 0; run < RUNS; run++) {
      const before = performance.now();
      const point = await measurePoint({
        ...{ tools, codec, folder, signal, gop: 60, qualityControl: 26, role: 'ladder' },
        source: { ...source, path },
        keep: async (file) => {
          await store.putFile(`point-${run}`, file);
          return `point-${run}`;
        },
        onStage: () => {},
      });
      const wall = (performance.now() - before) / 1000;
      const processes = point.encode.wall_seconds + point.decode.wall_seconds;
      seconds.push(wall - processes);
      shares.push(wall / processes);
    }
    return {
      median_overhead_seconds_per_rate_point: rounded(median(seconds)),
      median_ratio_to_encode_and_decode: rounded(median(shares), 2),
      encoder: 'libx264 medium',
      clip: '640x360, 60 frames',
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
