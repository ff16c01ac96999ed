import { encoderName } from '../encoder-name.ts';
import type { ExperimentRecord } from '../record.ts';
import type { Parameters } from '../spec.ts';
import type { TriedEncoder } from '../summary/experience.ts';
import type { CampaignSummary } from '../summary.ts';
import { isTrial } from './attempt.ts';
import { comparableRecords, type Iteration } from './iteration.ts';
import { withRefuted } from './refuted.ts';

const KEPT = { failures: 4, message: 160, values: 400, encoders: 24 } as const;

type Failures = NonNullable<CampaignSummary['failures']>;
type Tried = NonNullable<CampaignSummary['tried']>;

/** A summary with what went wrong, what was tried and what was refuted. */
export function withExperience(summary: CampaignSummary, iteration: Iteration): CampaignSummary {
  return {
    ...summary,
    failures: iteration.records.reduce(withFailure, summary.failures ?? {}),
    tried: comparableRecords(summary, iteration)
      .filter(isTrial)
      .reduce(withTried, summary.tried ?? {}),
    refuted: withRefuted(summary.refuted ?? [], iteration),
  };
}

function withFailure(failures: Failures, { experiment_id, failure }: ExperimentRecord): Failures {
  if (failure === null) return failures;
  const before = failures[failure.class] ?? { count: 0, newest: [], message: '' };
  const newest = [...before.newest, experiment_id].sort().slice(-KEPT.failures);
  return {
    ...failures,
    [failure.class]: {
      count: before.count + 1,
      newest,
      message: newest.at(-1) === experiment_id ? failure.message.slice(0, KEPT.message) : before.message,
    },
  };
}

function withTried(tried: Tried, { spec }: ExperimentRecord): Tried {
  const encoder = encoderName(spec);
  const before = Object.hasOwn(tried, encoder) ? tried[encoder] : undefined;
  if (before === undefined && Object.keys(tried).length >= KEPT.encoders) return tried;
  const room = KEPT.values - Object.values(tried).reduce((sum, each) => sum + valueCount(each), 0);
  return {
    ...tried,
    [encoder]: {
      experiments: (before?.experiments ?? 0) + 1,
      parameters: withValues(before?.parameters ?? {}, spec.parameters, room),
    },
  };
}

/** @param room how many values may be added that were not counted before */
function withValues(
  counts: TriedEncoder['parameters'],
  parameters: Parameters,
  room: number,
): TriedEncoder['parameters'] {
  let left = room;
  const after = new Map(Object.entries(counts));
  for (const [name, value] of Object.entries(parameters)) {
    const values = after.get(name) ?? {};
    const key = valueKey(value);
    const count = Object.hasOwn(values, key) ? (values[key] ?? 0) : 0;
    if (count === 0 && left <= 0) continue;
    if (count === 0) left -= 1;
    after.set(name, { ...values, [key]: count + 1 });
  }
  return Object.fromEntries(after);
}

function valueKey(value: Parameters[string]): string {
  return JSON.stringify(
    typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(2)) : value,
  );
}

function valueCount({ parameters }: TriedEncoder): number {
  return Object.values(parameters).reduce((sum, values) => sum + Object.keys(values).length, 0);
}
