import { ALL_CHECKS } from '../../shared/checks.ts';
import { conclusions, noConclusions } from '../../shared/conclusions/conclusions.ts';
import { withDrift } from '../../shared/conclusions/with-drift.ts';
import type { ExperimentRecord } from '../../shared/record.ts';
import type { ExperimentResult } from '../../shared/result.ts';
import type { FoundShard, ShardResult } from '../../shared/shard.ts';
import { missingShards } from './next-shards.ts';
import { shardsFailure } from './shards-failure.ts';
import { sharedEnvironment } from './shared-environment.ts';

/**
 * The result of an experiment from its shards: the one that a single task would have given, except that times are sums over
 * all tasks, so that what is charged is what ran. Depends neither on the order nor on the repetition of deliveries.
 * Undefined where no shard measured anything.
 *
 * A shard that was lost fails the experiment. Means, intervals and the comparison with the champion are over the same
 * clips for every experiment of a campaign, and the clips of a lost shard are not missing by chance: the heaviest are lost
 * first. What was measured is kept point by point, so that measuring the same spec again costs the lost clips alone.
 */
export function mergeShards(
  planned: Pick<ExperimentRecord, 'spec'>,
  found: readonly FoundShard[],
): ExperimentResult | undefined {
  const measured = found
    .flatMap((each) => (each.kind === 'measured' ? [each.measured] : []))
    .toSorted((a, b) => a.shard - b.shard);
  const [first] = measured;
  if (first === undefined) return undefined;
  const { spec } = planned;
  const results = measured.map(({ result }) => result);
  const environment = sharedEnvironment(results.map((result) => result.environment));
  const failure = shardsFailure(found, missingShards(spec, found)) ?? environment.failure;
  const clips = results.flatMap((result) => result.clips);
  const screening = results.find((result) => result.screening)?.screening ?? null;
  const isolation = environment.merged.isolation?.mode ?? 'none';
  const concluded =
    failure === null
      ? conclusions({ spec, isAnchor: first.is_anchor, checks: ALL_CHECKS, isolation, screening }, clips)
      : noConclusions();
  const { schema, campaign, experiment_id, spec_hash } = first.result;
  return {
    ...{ schema, campaign, experiment_id, spec, spec_hash },
    status: failure === null ? 'succeeded' : failure.status,
    failure: failure && { class: failure.class, message: failure.message, ...failure.check },
    started_at: results.map(({ started_at }) => started_at).sort()[0] ?? first.result.started_at,
    wall_seconds: chargedSeconds(found, results),
    cpu_seconds: summedCpu(results),
    environment: environment.merged,
    clips,
    ...concluded,
    controls: mergedControls(measured),
    screening,
  };
}

/** Of a task that left nothing it is not known how long it ran: it is charged as the longest of the others. */
function chargedSeconds(found: readonly FoundShard[], results: readonly ExperimentResult[]): number {
  const seconds = results.map(({ wall_seconds }) => wall_seconds);
  const lost = found.filter(({ kind }) => kind === 'failed').length;
  return seconds.reduce((sum, each) => sum + each, 0) + lost * Math.max(...seconds);
}

function summedCpu(results: readonly ExperimentResult[]): ExperimentResult['cpu_seconds'] {
  const sum = (pick: (seconds: ExperimentResult['cpu_seconds']) => number | undefined) =>
    results.reduce((total, { cpu_seconds }) => total + (pick(cpu_seconds) ?? 0), 0);
  const tellsOthers = results.every(({ cpu_seconds }) => cpu_seconds.others !== undefined);
  return {
    encode: sum(({ encode }) => encode),
    decode: sum(({ decode }) => decode),
    anchor: sum(({ anchor }) => anchor),
    controls: sum(({ controls }) => controls),
    ...(tellsOthers && { others: sum(({ others }) => others) }),
    harness: sum(({ harness }) => harness),
  };
}

/** Those of the first shard, with what any shard saw of bits that do not repeat. */
function mergedControls(measured: readonly ShardResult[]): ExperimentResult['controls'] {
  const controls = measured.find(({ result }) => result.controls)?.result.controls;
  if (!controls) return null;
  const others = measured.filter(({ result }) => !result.controls);
  return withDrift(controls, others.find(({ drift }) => drift !== null)?.drift ?? null);
}
