import type { ExperimentRecord } from '../../shared/record.ts';
import { configurationName, isInfrastructureFailure } from '../evidence.ts';
import { evidenceOf, type Rule } from './finding.ts';

/** Different specs with the same bits or the same figures: the instrument is at fault, not the idea. */
export const identicalResults: Rule = ({ history, clipSet }) => {
  const seen = new Map<string, ExperimentRecord>();
  for (const record of history) {
    const { measurement } = record;
    if (measurement === null || measurement.fingerprint === null || record.clip_set !== clipSet) continue;
    const figures =
      measurement.bd_rate_percent === null
        ? []
        : [`${measurement.bd_rate_percent}|${measurement.bd_rate_ssim_percent}|${measurement.bitrate_mbps}`];
    for (const key of [measurement.fingerprint, ...figures]) {
      const other = seen.get(key);
      if (other !== undefined && other.spec_hash !== record.spec_hash) {
        const names = `${configurationName(other.spec)} and ${configurationName(record.spec)}`;
        return {
          rule: 'instrumentation-fault',
          statement: `${names} gave identical results although they differ: what was planned was not what was run, or the measurement does not see it`,
          evidence: evidenceOf([record, other]),
        };
      }
      seen.set(key, record);
    }
  }
  return undefined;
};

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
