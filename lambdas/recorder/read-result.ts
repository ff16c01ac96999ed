import { artifactKeys } from '../shared/keys.ts';
import { impossibleFigures, measurementOf } from '../shared/measurement.ts';
import type { ExperimentRecord } from '../shared/record.ts';
import { ExperimentResult } from '../shared/result.ts';
import { describeIssues } from '../shared/settings.ts';
import { specHash } from '../shared/spec.ts';
import { type ArtifactStore, getText } from '../shared/stores/artifact-store.ts';
import { findShards } from './shards/find-shards.ts';
import { mergeShards } from './shards/merge-shards.ts';

/** What lies where an experiment's result should be. */
export type FoundResult =
  | { readonly kind: 'result'; readonly result: ExperimentResult }
  | { readonly kind: 'missing' }
  | { readonly kind: 'invalid'; readonly message: string };

type Planned = Pick<ExperimentRecord, 'campaign' | 'experiment_id' | 'spec_hash'>;

/** Reads and checks the result of a planned experiment; where its shards have one that is not merged yet, merges it. */
export async function readResult(
  store: ArtifactStore,
  planned: Planned & Pick<ExperimentRecord, 'spec'>,
): Promise<FoundResult> {
  const key = artifactKeys.result(planned.campaign, planned.experiment_id);
  const text = (await getText(store, key)) ?? (await mergedText(store, planned));
  return text === undefined ? { kind: 'missing' } : checkResult(text, planned);
}

/** Keeps the merged result where a single task's would lie, so that every reader finds it. */
async function mergedText(
  store: ArtifactStore,
  planned: Planned & Pick<ExperimentRecord, 'spec'>,
): Promise<string | undefined> {
  const merged = mergeShards(planned, await findShards(store, planned));
  if (merged === undefined) return undefined;
  const text = `${JSON.stringify(merged, null, 1)}\n`;
  await store.put(artifactKeys.result(planned.campaign, planned.experiment_id), text);
  return text;
}

/**
 * Accepts the text of a result only when it fits the schema, belongs to this experiment and measured the very spec
 * that was planned. The hash is also taken again over the spec in the result, because a task that copies the planned
 * hash proves nothing.
 */
export function checkResult(text: string, planned: Planned): FoundResult {
  const value = parseJson(text);
  if (value === undefined) return { kind: 'invalid', message: 'result.json is not JSON' };
  const parsed = ExperimentResult.safeParse(value);
  if (!parsed.success)
    return {
      kind: 'invalid',
      message: `result.json does not fit its schema: ${describeIssues(parsed.error)}`,
    };
  const result = parsed.data;
  if (result.campaign !== planned.campaign || result.experiment_id !== planned.experiment_id)
    return {
      kind: 'invalid',
      message: `result.json is that of experiment ${result.experiment_id} in campaign ${result.campaign}`,
    };
  const measuredHash = specHash(result.spec);
  if (result.spec_hash !== planned.spec_hash || measuredHash !== planned.spec_hash)
    return {
      kind: 'invalid',
      message: `the task measured another spec than planned: planned ${planned.spec_hash}, reported ${result.spec_hash}, measured ${measuredHash}`,
    };
  const impossible = impossibleFigures(measurementOf(result));
  if (impossible.length > 0)
    return {
      kind: 'invalid',
      message: `figures that no encode can give: ${[...new Set(impossible)].join(', ')}`,
    };
  return { kind: 'result', result };
}

/** The value of a JSON text, or undefined, which JSON cannot express. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
