import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { resolveCodec } from '../../../codec-task/codecs/resolve.ts';
import { type ExperimentRequest, runExperiment } from '../../../codec-task/measure/experiment.ts';
import type { ProgressEvent } from '../../../lambdas/shared/progress.ts';
import {
  type BdRate,
  type BdRates,
  type ClipResult,
  ExperimentResult,
  type RatePoint,
} from '../../../lambdas/shared/result.ts';
import type { ClipReference, ClipSet, ExperimentSpec } from '../../../lambdas/shared/spec.ts';
import { FileArtifactStore } from '../../../lambdas/shared/stores/file-artifact-store.ts';
import { openBench } from '../../support/bench.ts';

/** Runs experiments in one store, or in another where it is given; without controls unless they are asked for. */
export async function openExperiments() {
  const bench = await openBench();
  let count = 0;
  const run = async (spec: ExperimentSpec, change: Partial<ExperimentRequest> = {}) => {
    const folder = await mkdtemp(join(bench.folder, 'work-'));
    const events: ProgressEvent[] = [];
    const result = await runExperiment({
      ...bench,
      campaign: 'test',
      experimentId: `experiment-${++count}`,
      spec,
      resolve: resolveCodec,
      isolation: { mode: 'none', reason: 'a test of other things' },
      codeSha256: 'c'.repeat(64),
      controls: false,
      folder,
      cores: 2,
      report: (event) => events.push(event),
      now: () => new Date(),
      ...change,
    });
    return { result: ExperimentResult.parse(result), events };
  };
  const emptyStore = async () => new FileArtifactStore(await mkdtemp(join(bench.folder, 'store-')));
  return { ...bench, run, emptyStore };
}

/** A small clip of its own size or set. */
export function smallClip(
  name: string,
  change: { readonly width?: number; readonly height?: number; readonly set?: ClipSet } = {},
): ClipReference {
  return { kind: 'synthetic', name, recipe: 'drifting-texture', width: 128, height: 96, ...change };
}

/** A rate point whose bits and frames are named by a letter. */
export function givenPoint(bits: string, change: Partial<RatePoint> = {}): RatePoint {
  const call = { argv: ['ffmpeg'], cpu_seconds: 1, wall_seconds: 1 };
  return {
    ...{ quality_control: 27, role: 'ladder', frames: 8 },
    ...{ bytes: 1000, header_bytes: 27, container_bytes: 1100, bitrate_mbps: 0.03 },
    ...{ psnr_y: 40, psnr_u: 42, psnr_v: 43, psnr_yuv: 40.6, psnr_yuv_of_mean_mse: 40.5 },
    ...{ ssim: 0.98, ssim_db: 17, ms_ssim: 0.99, ms_ssim_db: 20 },
    bitstream_sha256: bits,
    decoded_sha256: `frames of ${bits}`,
    bitstream_key: `bitstreams/${bits}.clb`,
    encode: call,
    decode: call,
    ...change,
  };
}

/** A BD-rate of a clip, or why there is none. */
export function givenRate(percent: number | null): BdRate {
  return percent === null
    ? { percent, reason: 'low-overlap', overlap: 0.3, warning: null }
    : { percent, reason: null, overlap: 1, warning: null };
}

/** The same in PSNR and, unless it is given, in structure. */
export function givenRates(fidelity: number | null, structure = fidelity): BdRates {
  return {
    psnr_yuv: givenRate(fidelity),
    psnr_y: givenRate(fidelity),
    ssim_db: givenRate(structure),
    ms_ssim_db: givenRate(structure),
    xpsnr: null,
    vmaf: null,
    vmaf_neg: null,
  };
}

/** A measured clip. */
export function givenClip(
  name: string,
  percent: number | null,
  change: Partial<ClipResult> & { readonly set?: ClipSet } = {},
): ClipResult {
  const { set, ...changes } = change;
  const floor = { reached: false, bitrate_mbps: null, quality_control: null, psnr_yuv: null, ssim: null };
  return {
    source: {
      ...{ name, kind: 'synthetic', file_sha256: null, frames_sha256: `frames of ${name}` },
      ...{ width: 128, height: 96, fps: '30/1', frames: 8, start_seconds: 0, notes: [] },
      ...(set && { set }),
    },
    anchor: { key: 'k', kept: false, points: [givenPoint('a'), givenPoint('b')], operating_point: floor },
    points: [givenPoint('c'), givenPoint('d')],
    bd_rate: givenRates(percent),
    operating_point: floor,
    ...changes,
  };
}
