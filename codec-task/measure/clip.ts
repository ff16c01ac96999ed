import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Capabilities } from '../../lambdas/shared/capabilities.ts';
import { artifactKeys } from '../../lambdas/shared/keys.ts';
import { ladderBdRates } from '../../lambdas/shared/rate-distortion/bd-rates.ts';
import type { ClipResult, RatePoint } from '../../lambdas/shared/result.ts';
import type { QualityControl } from '../../lambdas/shared/space.ts';
import type { ClipReference, ExperimentSpec } from '../../lambdas/shared/spec.ts';
import type { ArtifactStore } from '../../lambdas/shared/stores/artifact-store.ts';
import type { Codec, SourceFrames } from '../codecs/codec.ts';
import { conventionalCodec } from '../codecs/conventional/conventional.ts';
import { prepareSource } from '../media/source.ts';
import type { Tools } from '../media/tools.ts';
import { ANCHOR, anchorKey, keptAnchor, measureAnchor } from './anchor.ts';
import { byBitrate, type MeasureControl, measureLadder } from './clip-ladder.ts';
import { qualityRange } from './ladder.ts';
import { operatingPoint } from './operating-point.ts';
import type { ProgressMeter } from './progress-meter.ts';
import { measurePoint } from './rate-point.ts';

/** What measuring a clip needs beside the clip. */
export interface ClipBench {
  readonly tools: Tools;
  readonly store: ArtifactStore;
  readonly capabilities: Capabilities;
  readonly campaign: string;
  readonly experimentId: string;
  readonly spec: ExperimentSpec;
  readonly codec: Codec;
  readonly control: QualityControl;
  readonly folder: string;
  readonly signal: AbortSignal;
  readonly meter: ProgressMeter;
  /** Runs a job when a core is free. */
  readonly schedule: <T>(job: () => Promise<T>) => Promise<T>;
}

/** Most jobs of a clip's anchor, as the progress estimate expects them. */
export const ANCHOR_JOBS = ANCHOR.points + 1;
/** Likewise of its test ladder. */
export const ladderJobs = (ratePoints: number) => ratePoints + 2;

/** What came of a clip: with an error, what had been measured until then, if anything. */
export interface ClipOutcome {
  readonly result: ClipResult | undefined;
  readonly error: unknown;
}

/** Measures one clip: source, anchor (kept where there is one), ladder, BD-rates, operating point. */
export async function measureClip(bench: ClipBench, clip: ClipReference): Promise<ClipOutcome> {
  const folder = await mkdtemp(join(bench.folder, 'clip-'));
  let given: Pick<ClipResult, 'source' | 'anchor'> | undefined;
  const points: RatePoint[] = [];
  try {
    bench.meter.step(
      clip.name,
      'source',
      clip.kind === 'synthetic' ? `rendering ${clip.recipe}` : 'reading frames',
      0,
    );
    const { source, path } = await bench.schedule(() =>
      prepareSource({ ...bench, clip, frames: bench.spec.frames, folder }),
    );
    const frames: SourceFrames = {
      path,
      width: source.width,
      height: source.height,
      fps: source.fps,
      frames: source.frames,
    };
    const key = anchorKey(source.frames_sha256, bench.spec.gop, bench.capabilities);
    const anchor = await anchorOf(bench, clip.name, frames, key, folder);
    const range = qualityRange(
      anchor.points.filter(({ role }) => role !== 'floor').map(({ psnr_yuv }) => ({ quality: psnr_yuv })),
    );
    const measure = pointMeasure(bench, clip.name, frames, folder, {
      codec: bench.codec,
      label: bench.spec.encoder,
      stage: undefined,
      key: (name) =>
        artifactKeys.bitstream(bench.campaign, bench.experimentId, `${safeName(clip.name)}-${name}`),
    });
    given = { source, anchor };
    await measureLadder({
      control: bench.control,
      points: bench.spec.rate_points,
      anchorRange: range,
      measure: async (control, role) => {
        const point = await measure(control, role);
        points.push(point);
        return point;
      },
    });
    return { result: clipResult(given, points), error: undefined };
  } catch (error) {
    return { result: given && points.length > 0 ? clipResult(given, points) : undefined, error };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function clipResult(
  given: Pick<ClipResult, 'source' | 'anchor'>,
  measured: readonly RatePoint[],
): ClipResult {
  const points = byBitrate(measured);
  const bd_rate = ladderBdRates(given.anchor.points, points);
  return { ...given, points, bd_rate, operating_point: operatingPoint(points) };
}

async function anchorOf(
  bench: ClipBench,
  clip: string,
  frames: SourceFrames,
  key: string,
  folder: string,
): Promise<ClipResult['anchor']> {
  const kept = await keptAnchor(bench.store, key);
  if (kept !== undefined) {
    bench.meter.spare(ANCHOR_JOBS);
    return kept;
  }
  const codec = conventionalCodec(ANCHOR.encoder, ANCHOR.parameters);
  const measure = pointMeasure(bench, clip, frames, folder, {
    codec,
    label: `HEVC anchor ${ANCHOR.encoder}`,
    stage: 'anchor',
    key: (name) => artifactKeys.anchorBitstream(key, name),
  });
  return measureAnchor(bench.store, key, measure);
}

interface PointKind {
  readonly codec: Codec;
  readonly label: string;
  /** Shown instead of encode, decode and measure. */
  readonly stage: 'anchor' | undefined;
  readonly key: (name: string) => string;
}

function pointMeasure(
  bench: ClipBench,
  clip: string,
  source: SourceFrames,
  folder: string,
  kind: PointKind,
): MeasureControl {
  return async (qualityControl: number, role: RatePoint['role']) => {
    const label = `${kind.label} crf ${qualityControl}`;
    const point = await bench.schedule(() =>
      measurePoint({
        tools: bench.tools,
        codec: kind.codec,
        source,
        gop: bench.spec.gop,
        qualityControl,
        role,
        folder,
        signal: bench.signal,
        keep: async (path) => {
          const key = kind.key(`crf-${qualityControl}.clb`);
          await bench.store.putFile(key, path);
          return key;
        },
        onStage: (stage, fraction) =>
          bench.meter.step(clip, kind.stage ?? stage, label, stage === 'encode' ? 0.8 * fraction : 0.9),
      }),
    );
    bench.meter.finishJob();
    return point;
  };
}

function safeName(name: string): string {
  return name.replaceAll(/[^A-Za-z0-9.-]/g, '_');
}
