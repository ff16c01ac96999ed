import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { strategyOf } from '../../../lambdas/shared/encoder-name.ts';
import type { Controls, RatePoint } from '../../../lambdas/shared/result.ts';
import type { ExperimentSpec } from '../../../lambdas/shared/spec.ts';
import { resolveCodec } from '../../codecs/resolve.ts';
import { StoppedError } from '../../media/tool-errors.ts';
import { configurationOf } from '../cache/configuration.ts';
import type { ClipAtHand } from '../clip-bench.ts';
import { allEnded } from '../clip-ladder.ts';
import { experimentFailure } from '../failure.ts';
import { type ControlConfiguration, controlConfigurations } from './configurations.ts';
import { type ControlBench, prepareControlClip } from './control-bench.ts';
import { judgeControls, type MeasuredControl } from './judge.ts';
import { keepReading, keptReading } from './kept-reading.ts';
import { readingOf } from './reading.ts';
import { CONTROL_POINTS, takeReading } from './take-reading.ts';

export interface ControlsOutcome {
  readonly controls: Controls;
  /** What was encoded for them. */
  readonly encoded: readonly RatePoint[];
}

/** Most jobs of the controls, as the progress estimate expects them. */
export function controlJobs(configurations: readonly ControlConfiguration[]): number {
  return 1 + configurations.length * CONTROL_POINTS;
}

/**
 * Measures the controls of an experiment anew and holds them against what they came to before. What fails in them is
 * their own finding: the experiment goes on.
 * @throws StoppedError, and every fault of the machinery
 */
export async function measureControls(
  bench: ControlBench,
  spec: Pick<ExperimentSpec, 'control'>,
  clock: () => number,
): Promise<ControlsOutcome> {
  const started = clock();
  const folder = await mkdtemp(join(bench.folder, 'controls-'));
  const encoded: RatePoint[] = [];
  const configurations = controlConfigurations(spec, bench.capabilities);
  const outcome = (
    judged: Pick<Controls, 'sound' | 'reason' | 'controls'>,
    clip: string,
  ): ControlsOutcome => ({
    controls: { ...judged, clip, wall_seconds: (clock() - started) / 1000 },
    encoded,
  });
  let clip: ClipAtHand | undefined;
  try {
    clip = await prepareControlClip(bench, folder);
    const at = clip;
    const measured = await allEnded(
      configurations.map((configuration) => measureControl(bench, at, configuration, encoded)),
    );
    return outcome(judgeControls(measured), describe(clip));
  } catch (error) {
    const failure = experimentFailure(error);
    if (failure === undefined || error instanceof StoppedError) throw error;
    const reason = `the controls could not be measured: ${failure.message}`.slice(0, 500);
    return outcome({ sound: false, reason, controls: [] }, clip ? describe(clip) : 'none');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The first reading on a machine is taken twice, so that there is always one to hold it against. */
async function measureControl(
  bench: ControlBench,
  clip: ClipAtHand,
  configuration: ControlConfiguration,
  encoded: RatePoint[],
): Promise<MeasuredControl> {
  const { encoder, parameters, role } = configuration;
  const choice = { strategy: strategyOf(configuration), encoder, parameters };
  const resolved = resolveCodec(choice, bench.capabilities);
  const take = async () => {
    const points = await takeReading(bench, clip, configuration, resolved);
    encoded.push(...points);
    return readingOf(points);
  };
  if (role === 'known-bad') return { ...configuration, reading: await take(), before: undefined };
  const encoding = { ...choice, decoder: resolved.codec.decoder };
  const key = configurationOf(clip.source, encoding, { ...bench, gop: clip.frames.frames });
  const kept = await keptReading(bench.store, key);
  if (kept !== undefined) return { ...configuration, reading: await take(), before: kept };
  const [reading, before] = await allEnded([take(), take()]);
  // What does not even reproduce itself is nothing to hold later ones against.
  if (JSON.stringify(reading) === JSON.stringify(before)) await keepReading(bench.store, key, before);
  return { ...configuration, reading, before };
}

function describe({ source: { name, width, height, frames } }: ClipAtHand): string {
  return `${name}, ${width}x${height}, ${frames} frames`;
}
