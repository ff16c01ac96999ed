import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { artifactKeys } from '../../../lambdas/shared/keys.ts';
import { type Encoder, SCHEMAS, type Strategy } from '../../../lambdas/shared/names.ts';
import { parseSettings } from '../../../lambdas/shared/settings.ts';
import { type ExperimentSpec, MOST_NAMED, type Parameters } from '../../../lambdas/shared/spec.ts';
import { collectClips } from '../clips/collect.ts';
import { assertVideo } from '../clips/probe.ts';
import { findResult, readResult } from '../find-results.ts';
import { storeMeasuredClips, syntheticClips, takeMeasurementId } from '../measurements.ts';
import { strategyText } from '../report/format.ts';
import { measurementReport } from '../report/measurement-report.ts';
import { type Terminal, terminal } from '../terminal.ts';
import { UsageError } from '../usage-error.ts';
import { listenForStop } from './stop-signals.ts';
import { watchTask } from './watch-task.ts';

/** What a person may choose for `measure`; absent: what the settings say. */
export interface MeasureOptions {
  readonly strategy?: Strategy;
  readonly codec: Encoder;
  readonly param?: Parameters;
  readonly clips?: readonly string[];
  readonly frames?: number;
  readonly gop?: number;
  readonly ratePoints?: number;
  readonly strongAnchor?: true;
  readonly json?: true;
  readonly data: string;
}

/**
 * Measures one configuration: no planning, no lock, no row.
 * @returns exit code: 0 when it was measured to the end, 1 when it failed, 130 or 143 when it was stopped.
 * @throws UsageError for a parameter that the codec does not have, in the task's own words.
 */
export async function measure(options: MeasureOptions, output: Terminal): Promise<number> {
  const { data, json } = options;
  const given = collectClips(options.clips ?? [], MOST_NAMED);
  for (const clip of given) await assertVideo(clip, process.env);
  using signals = listenForStop();
  const clips = given.length > 0 ? await storeMeasuredClips(data, given) : syntheticClips();
  const spec = specOf(options, clips);
  const id = await takeMeasurementId(data, spec);
  const key = artifactKeys.measurement(id);
  try {
    await watchTask({
      ...{ folder: data, task: 'measure', input: { id, spec }, id, signals },
      title: `Measurement ${id}`,
      label: strategyText(spec),
      // The result alone goes to standard output.
      terminal: json ? terminal(process.stderr) : output,
    });
  } catch (error) {
    // A stopped task may have left what it measured until then.
    if (!signals.stop.aborted) {
      await discard(data, id);
      throw error;
    }
  }
  const stopped = signals.exitCode();
  const address = await findResult(data, id).catch((error: unknown) => {
    if (error instanceof UsageError) return undefined;
    throw error;
  });
  if (address === undefined) {
    await discard(data, id);
    process.stderr.write('stopped before anything was measured: nothing is kept\n');
    return stopped ?? 1;
  }
  const result = readResult(address);
  if (json) output.say(readFileSync(address.path, 'utf8').trimEnd());
  else output.say(`\n${measurementReport({ result, folder: data, key }, output.columns)}`);
  return stopped ?? (result.status === 'succeeded' ? 0 : 1);
}

function specOf(
  { strategy, codec, param = {}, frames, gop, ratePoints, strongAnchor }: MeasureOptions,
  clips: ExperimentSpec['clips'],
): ExperimentSpec {
  const settings = parseSettings({});
  return {
    schema: SCHEMAS.spec,
    strategy: strategy ?? 'conventional',
    encoder: codec,
    parameters: param,
    clips,
    frames: frames ?? settings.frames,
    gop: gop ?? settings.gop,
    rate_points: ratePoints ?? settings.rate_points,
    seed: settings.seed,
    ...(strongAnchor && { confirm: true }),
  };
}

/** Removes the folder of a measurement that has no result. */
async function discard(data: string, id: string): Promise<void> {
  await rm(join(data, 'artifacts', dirname(artifactKeys.measurement(id))), { recursive: true, force: true });
}
