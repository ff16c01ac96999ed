import { strategyOf } from '../../../lambdas/shared/encoder-name.ts';
import type { RatePoint } from '../../../lambdas/shared/result.ts';
import type { ExperimentSpec } from '../../../lambdas/shared/spec.ts';
import { openCodec } from '../../codecs/resolve.ts';
import { findEncoderSpace } from '../../codecs/spaces.ts';
import { configurationOf } from '../cache/configuration.ts';
import { KeptPoints } from '../cache/kept-points.ts';
import type { ClipAtHand, ClipBench } from '../clip-bench.ts';
import { byBitrate } from '../clip-ladder.ts';
import { firstControls } from '../ladder.ts';

/**
 * The champion's curve on a clip from its kept points: its ladder with what extended it. Undefined where a point of its
 * first round is not kept, for example after another ffmpeg was installed.
 */
export async function championCurve(
  bench: ClipBench,
  { source }: ClipAtHand,
  champion: NonNullable<ExperimentSpec['control']>,
): Promise<RatePoint[] | undefined> {
  // What the champion was measured with need not be declared any more.
  if (findEncoderSpace(champion) === undefined) return undefined;
  const { codec, control } = openCodec(champion);
  const encoding = { ...champion, strategy: strategyOf(champion), decoder: codec.decoder };
  const ground = { ...bench, gop: bench.spec.gop };
  const kept = new KeptPoints(bench.store, configurationOf(source, encoding, ground));
  const first = firstControls(control, bench.spec.rate_points);
  const [lowest, highest] = [Math.min(...first), Math.max(...first)];
  // What lies between was searched for the floor, and whether it was is no property of the curve.
  const extensions = (await kept.controls()).filter((value) => value < lowest || value > highest);
  const points = await Promise.all([...first, ...extensions].map((value) => kept.read(value)));
  const [firstPoints, others] = [points.slice(0, first.length), points.slice(first.length)];
  if (firstPoints.some((point) => point === undefined)) return undefined;
  return byBitrate([...firstPoints, ...others].flatMap((point) => point ?? []));
}
