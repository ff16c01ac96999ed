import * as z from 'zod';
import { isInfrastructure } from './memory/attempt.ts';
import type { ExperimentRecord } from './record.ts';

/** A campaign's circuit breaker as it is stored. */
export const Circuit = z.object({
  open: z.boolean(),
  /** Why it opened, for people; empty while it is closed. */
  reason: z.string().max(1000),
  /** When it opened; null while it is closed. */
  opened_at: z.iso.datetime().nullable(),
  /** Experiments up to this id count no more: a person has seen them. Empty: all count. */
  cleared_until: z.string(),
  /** Newest experiment that opened it; empty while it is closed. */
  newest_failure: z.string(),
});
export type Circuit = z.output<typeof Circuit>;

/** The circuit of a campaign in which nothing went wrong yet. */
export const CLOSED_CIRCUIT: Circuit = {
  ...{ open: false, reason: '', opened_at: null },
  ...{ cleared_until: '', newest_failure: '' },
};

/** A failure's message within the reason. */
const LONGEST_MESSAGE = 200;

/**
 * The circuit after a look at the newest records: open once as many as `most` of them in a row failed for the machinery.
 * It is made of the records alone, so that a record which is delivered twice or late counts once and in its place. What was
 * stopped from outside (a person, or AWS that takes its spare capacity back) counts neither way, and so does what has not
 * ended. Once open it stays so until it is resumed.
 * @param records of one campaign, in any order.
 */
export function circuitAfter(
  before: Circuit,
  records: readonly ExperimentRecord[],
  most: number,
  now: Date,
): Circuit {
  if (before.open) return before;
  const failures = newestFailures(
    records.filter(({ experiment_id }) => experiment_id > before.cleared_until),
  );
  const newest = failures[0];
  if (newest === undefined || failures.length < most) return before;
  const { class: failureClass, message } = newest.failure;
  return {
    ...before,
    open: true,
    opened_at: now.toISOString(),
    newest_failure: newest.experiment_id,
    reason: `${failures.length} experiments in a row failed for the machinery, at last ${newest.experiment_id} (${failureClass}): ${message.slice(0, LONGEST_MESSAGE)}`,
  };
}

/** The circuit after a person has resumed: what opened it counts no more, what fails from now on does. */
export function resumedCircuit(before: Circuit): Circuit {
  return before.open ? { ...CLOSED_CIRCUIT, cleared_until: before.newest_failure } : before;
}

type Failed = ExperimentRecord & { readonly failure: NonNullable<ExperimentRecord['failure']> };

/** Failures of the machinery since the last experiment that ended otherwise, newest first. */
function newestFailures(records: readonly ExperimentRecord[]): readonly Failed[] {
  const counted = records
    .filter(({ finished_at, failure }) => finished_at !== null && failure?.class !== 'stopped')
    .toSorted((a, b) => (a.experiment_id > b.experiment_id ? -1 : 1));
  const end = counted.findIndex((record) => !isMachineFault(record));
  return (end === -1 ? counted : counted.slice(0, end)).filter(isMachineFault);
}

function isMachineFault(record: ExperimentRecord): record is Failed {
  return record.failure !== null && isInfrastructure(record.failure.class);
}
