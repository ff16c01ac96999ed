import { isInfrastructureFailure } from '../evidence.ts';
import { evidenceOf, type Rule } from './finding.ts';

/** Experiments that failed for reasons of the machine; they do not count against the idea. */
export const infrastructureFailures: Rule = ({ history }) => {
  const failed = history.slice(0, 9).filter(isInfrastructureFailure);
  if (failed.length === 0) return undefined;
  const classes = [...new Set(failed.map((record) => record.failure?.class))].join(', ');
  return {
    rule: 'infrastructure-fault',
    statement: `${failed.length} of the last ${Math.min(9, history.length)} experiments failed for reasons of the machine (${classes}); these say nothing about the ideas, which stay open`,
    evidence: evidenceOf(failed),
  };
};

/** Experiments that failed by their own fault. */
export const failedIdeas: Rule = ({ history }) => {
  const failed = history
    .slice(0, 9)
    .filter((record) => record.failure !== null && !isInfrastructureFailure(record));
  const [newest] = failed;
  if (newest === undefined) return undefined;
  return {
    rule: 'task-failure',
    statement:
      `${failed.length} of the last ${Math.min(9, history.length)} experiments could not be measured, the newest for this reason: ${newest.failure?.message ?? ''}`.slice(
        0,
        500,
      ),
    evidence: evidenceOf(failed),
  };
};

/** Rows of an older schema, or written by hand. */
export const unreadableRecords: Rule = ({ unreadable }) => {
  const [first] = unreadable;
  if (first === undefined) return undefined;
  return {
    rule: 'unreadable-records',
    statement:
      `${unreadable.length} stored experiments do not fit the present schema and are left out (${first.id}: ${first.reason})`.slice(
        0,
        500,
      ),
    evidence: unreadable.slice(0, 10).map(({ id }) => id),
  };
};
