import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { RatePoint } from '../../lambdas/shared/result.ts';
import type { ClipAtHand, ClipBench } from './clip-bench.ts';
import { allEnded } from './clip-ladder.ts';
import type { ClipPoints } from './clip-points.ts';
import { secondDecode } from './decode/second-decode.ts';
import { replaceByDecoy } from './decoy.ts';

/** A fresh measurement that gave other bits than the one that is kept of the same configuration. */
export interface Drift {
  readonly encoder: string;
  readonly quality_control: number;
  readonly kept_sha256: string;
  readonly measured_sha256: string;
}

export interface Proof {
  /** A point with the hash of its second decode; a kept point as it is. */
  readonly proven: (point: RatePoint) => RatePoint;
  readonly drift: readonly Drift[];
}

/**
 * Decodes every stored bitstream of a clip a second time, other frames at the place of its source by then, and keeps what
 * stands. To be called when all of the clip has been measured.
 * @throws CheckFailedError
 */
export async function proveAndKeep(
  bench: ClipBench,
  clip: ClipAtHand,
  ladders: readonly ClipPoints[],
): Promise<Proof> {
  const proven = new Map<RatePoint, RatePoint>();
  const encoded = ladders
    .filter(({ checks }) => checks.has('decoy-decode') || checks.has('repeatable-decode'))
    .flatMap((points) => points.encoded.map((point) => ({ points, point })));
  if (encoded.length > 0) await bench.schedule(() => replaceByDecoy(clip.frames.path), 'proof');
  await allEnded(
    encoded.map(async ({ points, point }) => {
      const again = await bench.schedule(() => decodeAgain(bench, clip, points, point), 'proof');
      proven.set(point, RatePoint.parse({ ...point, decoded_again_sha256: again }));
    }),
  );
  const drift: Drift[] = [];
  for (const { points, point } of encoded) {
    const found = await keep(bench, points, proven.get(point) ?? point);
    if (found !== undefined) drift.push(found);
  }
  return { proven: (point) => proven.get(point) ?? point, drift };
}

async function decodeAgain(
  bench: ClipBench,
  { source, frames, folder }: ClipAtHand,
  { codec, checks }: ClipPoints,
  point: RatePoint,
): Promise<string> {
  bench.meter.step(source.name, 'decode', `crf ${point.quality_control} again`, 0);
  const own = await mkdtemp(join(folder, 'again-'));
  try {
    const { decoder } = codec;
    const whole = { size: frames, frames: frames.frames };
    return await secondDecode({ ...bench, ...whole, checks, decoder, point, folder: own });
  } finally {
    await rm(own, { recursive: true, force: true });
  }
}

/** A fresh measurement never replaces a sound entry: it tells where it differs. */
async function keep(
  { fresh }: ClipBench,
  { kept, encoder }: ClipPoints,
  point: RatePoint,
): Promise<Drift | undefined> {
  const before = fresh ? await kept.read(point.quality_control) : undefined;
  if (before === undefined) await kept.write(point);
  if (before === undefined || before.bitstream_sha256 === point.bitstream_sha256) return undefined;
  return {
    encoder,
    quality_control: point.quality_control,
    kept_sha256: before.bitstream_sha256,
    measured_sha256: point.bitstream_sha256,
  };
}
