import type { ExperimentResult } from '../../shared/result.ts';
import type { FoundShard } from '../../shared/shard.ts';

type ResultFailure = NonNullable<ExperimentResult['failure']>;

/** Why an experiment of several shards gives no number. */
export interface ShardsFailure {
  readonly status: 'failed' | 'partial';
  readonly class: ResultFailure['class'];
  readonly message: string;
  readonly check: Pick<ResultFailure, 'check'>;
}

/**
 * What kept an experiment from a result. A shard that found a fault of the idea outranks one that was stopped or lost,
 * because that would have happened in any case; among equals the first by its place. Null where nothing did.
 * @param needed shards without a measurement that the experiment cannot do without.
 */
export function shardsFailure(found: readonly FoundShard[], needed: readonly number[]): ShardsFailure | null {
  const all = found.flatMap((each, shard) => failureOf(each, `shard ${shard} of ${found.length}`));
  const [lost] = needed.filter((shard) => found[shard]?.kind === 'missing');
  return (
    all.find(({ status }) => status === 'failed') ??
    all[0] ??
    (lost === undefined
      ? null
      : {
          status: 'partial',
          class: 'no-result',
          message: `shard ${lost} of ${found.length} left no result`,
          check: {},
        })
  );
}

function failureOf(found: FoundShard, name: string): ShardsFailure[] {
  if (found.kind === 'missing') return [];
  if (found.kind === 'failed') {
    const { class: failureClass, message } = found.failure;
    return [{ status: 'partial', class: failureClass, message: `${name}: ${message}`, check: {} }];
  }
  const { status, failure } = found.measured.result;
  if (status === 'succeeded') return [];
  const { class: failureClass = 'stopped', message = 'the task was stopped', check } = failure ?? {};
  return [
    {
      status,
      class: failureClass,
      message: `${name}: ${message}`.slice(0, 2000),
      check: check ? { check } : {},
    },
  ];
}
