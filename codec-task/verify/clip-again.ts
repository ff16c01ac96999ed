import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { encoderName } from '../../lambdas/shared/encoder-name.ts';
import { ladderBdRates } from '../../lambdas/shared/rate-distortion/bd-rates.ts';
import { rateDifferences } from '../../lambdas/shared/rate-distortion/rate-differences.ts';
import type { AnchorResult, ClipResult, ClipSource, RatePoint } from '../../lambdas/shared/result.ts';
import { FEATURES_VERSION, type SceneFeatures } from '../../lambdas/shared/scene-features.ts';
import type { ClipReference, Configuration, ExperimentSpec } from '../../lambdas/shared/spec.ts';
import type { Difference } from '../../lambdas/shared/verification.ts';
import type { SourceFrames } from '../codecs/codec.ts';
import { openCodec } from '../codecs/resolve.ts';
import { ANCHOR, STRONG_ANCHOR } from '../measure/anchor.ts';
import { withoutFloor } from '../measure/clip.ts';
import { allEnded } from '../measure/clip-ladder.ts';
import { measuredScene } from '../measure/clip-scene.ts';
import { operatingPoint } from '../measure/operating-point.ts';
import { UnreadableClipError, UnsuitableClipError } from '../media/clip-errors.ts';
import { type PreparedSource, prepareSource } from '../media/source.ts';
import { CANNOT_BE_RECOMPUTED } from './compare-values.ts';
import { type Encoding, type PointAgain, type PointRequest, pointAgain } from './point-again.ts';

export interface ClipRequest
  extends Pick<PointRequest, 'tools' | 'store' | 'filters' | 'isolation' | 'folder' | 'signal'> {
  readonly spec: ExperimentSpec;
  /** Clips that the spec refers to without naming them. */
  readonly further: readonly ClipReference[];
  /** As it is stored. */
  readonly stored: ClipResult;
  /** Whether its measurement ended before the quality floor was searched for. */
  readonly endedEarly: boolean;
  /** Of the clip in the result. */
  readonly path: string;
  /** Runs a job when a core is free. */
  readonly schedule: <T>(job: () => Promise<T>) => Promise<T>;
  /** Told before each part. */
  readonly step: (label: string) => void;
}

export interface ClipAgain {
  /** The clip's fields, computed again or said not to be. */
  readonly again: unknown;
  /** The clip with what was measured and computed again. */
  readonly clip: ClipResult;
  readonly faults: readonly Difference[];
  /** How many bitstreams were decoded. */
  readonly decoded: number;
}

/** Prepares a clip's source again, measures all of its points again, and computes what follows from them. */
export async function clipAgain(request: ClipRequest): Promise<ClipAgain> {
  const { spec, stored, path, step } = request;
  const folder = await mkdtemp(join(request.folder, 'clip-'));
  try {
    step('source');
    const prepared = await sourceAgain(request, folder);
    if (prepared instanceof Error) return withoutSource(stored, path, prepared);
    const { width, height, fps, frames } = prepared.source;
    const at = { ...request, folder, source: { path: prepared.path, width, height, fps, frames } };
    const [anchor, strong, test] = await allEnded([
      curve(at, encodingOf(ANCHOR, spec), stored.anchor.points, `${path}.anchor.points`),
      curve(
        at,
        encodingOf(STRONG_ANCHOR, spec),
        stored.strong_anchor?.points ?? [],
        `${path}.strong_anchor.points`,
      ),
      curve(at, encodingOf(spec, spec), stored.points, `${path}.points`),
    ]);
    const curves = { anchor: points(anchor), strong: points(strong), test: points(test) };
    const whole = derived(stored, curves);
    const clip = request.endedEarly ? withoutFloor(whole) : whole;
    return {
      again: {
        ...clip,
        source: recordedNotes(prepared.source, stored.source),
        anchor: anchorAgain(clip.anchor, anchor),
        strong_anchor: clip.strong_anchor ? anchorAgain(clip.strong_anchor, strong) : clip.strong_anchor,
        points: test.map(({ again }) => again),
      },
      clip,
      faults: [...anchor, ...strong, ...test].flatMap(({ faults }) => faults),
      decoded: [...anchor, ...strong, ...test].filter(({ faults }) => faults.length === 0).length,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The source from the clip that the spec names, or why there is none any more. */
async function sourceAgain({ spec, further, stored, schedule, ...request }: ClipRequest, folder: string) {
  const { name } = stored.source;
  const clip = [...spec.clips, ...further].find((reference) => reference.name === name);
  if (clip === undefined) return new UnreadableClipError(name, 'the spec names no such clip');
  try {
    return await schedule(async () => {
      const prepared = await prepareSource({ ...request, clip, frames: spec.frames, folder });
      const scene = stored.source.scene && { scene: await sceneAgain(request, stored.source, prepared) };
      return { ...prepared, source: { ...prepared.source, ...setOf(clip, stored.source), ...scene } };
    });
  } catch (error) {
    if (error instanceof UnreadableClipError || error instanceof UnsuitableClipError) return error;
    throw error;
  }
}

/** Anew, unless another version of the definitions measured them. */
async function sceneAgain(
  { signal }: Pick<ClipRequest, 'signal'>,
  stored: ClipSource,
  prepared: PreparedSource,
): Promise<SceneFeatures | undefined> {
  const isComparable = stored.scene?.version === FEATURES_VERSION;
  return isComparable ? measuredScene(prepared, signal) : stored.scene;
}

function setOf({ set = 'tune' }: ClipReference, stored: ClipSource): Pick<ClipSource, 'set'> {
  return stored.set === undefined ? {} : { set };
}

/** A note that the strong anchor was missing is of the machine and not of the clip. */
function recordedNotes(source: ClipSource, stored: ClipSource): ClipSource {
  const others = stored.notes.filter((note) => note.startsWith('no strong anchor'));
  return { ...source, notes: [...source.notes, ...others] };
}

function encodingOf(configuration: Configuration, { gop }: ExperimentSpec): Encoding {
  return { name: encoderName(configuration), codec: openCodec(configuration).codec, gop };
}

function curve(
  request: ClipRequest & { readonly source: SourceFrames },
  encoding: Encoding,
  stored: readonly RatePoint[],
  path: string,
): Promise<PointAgain[]> {
  const { schedule, step } = request;
  return allEnded(
    stored.map((point, index) =>
      schedule(() => {
        step(`${encoding.name} crf ${point.quality_control} again`);
        return pointAgain({ ...request, encoding, point, path: `${path}[${index}]` });
      }),
    ),
  );
}

function points(curve: readonly PointAgain[]): RatePoint[] {
  return curve.map(({ point }) => point);
}

/** The clip with everything that follows from its points. */
function derived(
  stored: ClipResult,
  { anchor, strong, test }: { anchor: RatePoint[]; strong: RatePoint[]; test: RatePoint[] },
): ClipResult {
  const withPoints = (result: AnchorResult, own: RatePoint[]) => ({
    ...result,
    points: own,
    operating_point: operatingPoint(own),
  });
  return {
    ...stored,
    anchor: withPoints(stored.anchor, anchor),
    strong_anchor: stored.strong_anchor ? withPoints(stored.strong_anchor, strong) : stored.strong_anchor,
    points: test,
    bd_rate: ladderBdRates(anchor, test),
    bd_rate_strong: stored.strong_anchor ? ladderBdRates(strong, test) : null,
    rate_differences: rateDifferences(anchor, test),
    operating_point: operatingPoint(test),
  };
}

function anchorAgain(anchor: AnchorResult, curve: readonly PointAgain[]): unknown {
  return {
    ...anchor,
    key: CANNOT_BE_RECOMPUTED,
    kept: CANNOT_BE_RECOMPUTED,
    points: curve.map(({ again }) => again),
  };
}

function withoutSource(clip: ClipResult, path: string, error: Error): ClipAgain {
  const stored = clip.source.frames_sha256;
  return {
    again: CANNOT_BE_RECOMPUTED,
    clip,
    faults: [{ path: `${path}.source.frames_sha256`, stored, again: error.message }],
    decoded: 0,
  };
}
