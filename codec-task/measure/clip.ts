import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ladderBdRates } from '../../lambdas/shared/rate-distortion/bd-rates.ts';
import { rateDifferences } from '../../lambdas/shared/rate-distortion/rate-differences.ts';
import type { AnchorResult, ClipResult, RatePoint } from '../../lambdas/shared/result.ts';
import type { ClipReference } from '../../lambdas/shared/spec.ts';
import { prepareSource } from '../media/source.ts';
import { ANCHOR, codesTenBits } from './anchor.ts';
import type { ClipAtHand, ClipBench } from './clip-bench.ts';
import { byBitrate } from './clip-ladder.ts';
import { type Ladders, measureLadders, openLadders } from './clip-ladders.ts';
import type { ClipPoints } from './clip-points.ts';
import { type Drift, proveAndKeep } from './clip-proof.ts';
import { clipScene } from './clip-scene.ts';
import { meanOperatingPoint, operatingPoint } from './operating-point.ts';
import type { ScreeningGate } from './screening/screening-gate.ts';

export type { ClipBench } from './clip-bench.ts';
export type { Drift } from './clip-proof.ts';

/** Most jobs of a clip's anchor, as the progress estimate expects them. */
export const ANCHOR_JOBS = ANCHOR.points + 2;
/** Likewise of its test ladder. */
export const ladderJobs = (ratePoints: number) => ratePoints + 3;

/** What came of a clip: with an error, what had been measured until then, if anything. */
export interface ClipOutcome {
  readonly result: ClipResult | undefined;
  readonly error: unknown;
  /** What was encoded, also for a floor search that the result does not list; kept points are not in it. */
  readonly encoded: { readonly anchors: readonly RatePoint[]; readonly test: readonly RatePoint[] };
  /** Where a fresh measurement gave other bits than the kept one. */
  readonly drift: readonly Drift[];
}

/**
 * Measures one clip: source, anchors, test ladder, second decodes, BD-rates, operating point. What is screened out ends with
 * the points of its screening, proven and kept like all others.
 */
export async function measureClip(
  bench: ClipBench,
  reference: ClipReference,
  options: { readonly strong: boolean; readonly gate?: ScreeningGate | undefined },
): Promise<ClipOutcome> {
  const folder = await mkdtemp(join(bench.folder, 'clip-'));
  let clip: ClipAtHand | undefined;
  let ladders: Ladders<ClipPoints> | undefined;
  try {
    const strong = options.strong && (await codesTenBits(bench.tools, bench.signal));
    clip = await prepare(bench, reference, folder, options.strong && !strong);
    ladders = openLadders(bench, clip, strong);
    const goesOn = (await options.gate?.pass(bench, reference, clip, ladders)) ?? true;
    const measured = goesOn
      ? await measureLadders(ladders, bench.spec.rate_points)
      : screenedLadders(ladders);
    const { proven, drift } = await proveAndKeep(bench, clip, allOf(ladders));
    const result = clipResult(clip, ladders, {
      anchor: measured.anchor.map(proven),
      strong: measured.strong?.map(proven),
      test: measured.test.map(proven),
    });
    return {
      result: goesOn ? result : withoutFloor(result),
      error: undefined,
      encoded: encodedOf(ladders),
      drift,
    };
  } catch (error) {
    return { result: clip && partialResult(clip, ladders), error, encoded: encodedOf(ladders), drift: [] };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function prepare(
  bench: ClipBench,
  reference: ClipReference,
  folder: string,
  withoutStrong: boolean,
): Promise<ClipAtHand> {
  const { name, set = 'tune' } = reference;
  const words = reference.kind === 'synthetic' ? `rendering ${reference.recipe}` : 'reading frames';
  bench.meter.step(name, 'source', words, 0);
  const { source, path, scene } = await bench.schedule(async () => {
    const prepared = await prepareSource({ ...bench, clip: reference, frames: bench.spec.frames, folder });
    return { ...prepared, scene: await clipScene(bench, prepared) };
  });
  const { width, height, fps, frames, notes } = source;
  const missing = 'no strong anchor: the libx265 of this ffmpeg does not code 10 bits';
  return {
    source: { ...source, set, notes: withoutStrong ? [...notes, missing] : notes, scene },
    frames: { path, width, height, fps, frames },
    folder,
  };
}

function clipResult(
  { source }: ClipAtHand,
  ladders: Ladders<ClipPoints>,
  { anchor, strong, test }: Ladders<RatePoint[]>,
): ClipResult {
  return {
    source,
    anchor: anchorResult(ladders.anchor, anchor),
    strong_anchor: strong && ladders.strong ? anchorResult(ladders.strong, strong) : null,
    points: test,
    bd_rate: ladderBdRates(anchor, test),
    bd_rate_strong: strong ? ladderBdRates(strong, test) : null,
    rate_differences: rateDifferences(anchor, test),
    operating_point: operatingPoint(test),
  };
}

function anchorResult(anchor: ClipPoints, points: RatePoint[]): AnchorResult {
  const kept = anchor.encoded.length === 0;
  return { key: anchor.key, kept, points, operating_point: operatingPoint(points) };
}

/** What a screening measured, where nothing follows. */
function screenedLadders({ anchor, test }: Ladders<ClipPoints>): Ladders<RatePoint[]> {
  return { anchor: byBitrate(anchor.taken), strong: undefined, test: byBitrate(test.taken) };
}

/** A clip on which the quality floor was not searched for: the smallest bitrate that happens to meet it says nothing. */
export function withoutFloor(clip: ClipResult): ClipResult {
  const operating_point = meanOperatingPoint([]);
  return { ...clip, operating_point, anchor: { ...clip.anchor, operating_point } };
}

/** What was measured before something failed: nothing unless there is an anchor's curve and a point beside it. */
function partialResult(clip: ClipAtHand, ladders: Ladders<ClipPoints> | undefined): ClipResult | undefined {
  if (ladders === undefined) return undefined;
  const curve = ({ taken }: ClipPoints) => byBitrate(taken.filter(({ role }) => role !== 'floor'));
  const [anchor, test] = [curve(ladders.anchor), curve(ladders.test)];
  if (anchor.length < ANCHOR.points || test.length === 0) return undefined;
  return withoutFloor(clipResult(clip, ladders, { anchor, strong: undefined, test }));
}

function encodedOf(ladders: Ladders<ClipPoints> | undefined): ClipOutcome['encoded'] {
  const anchors = [...(ladders?.anchor.encoded ?? []), ...(ladders?.strong?.encoded ?? [])];
  return { anchors, test: ladders?.test.encoded ?? [] };
}

function allOf({ anchor, strong, test }: Ladders<ClipPoints>): ClipPoints[] {
  return strong === undefined ? [anchor, test] : [anchor, strong, test];
}
