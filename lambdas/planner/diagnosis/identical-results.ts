import { encoderName, isSameEncoder } from '../../shared/encoder-name.ts';
import type { ExperimentRecord } from '../../shared/record.ts';
import { codingHash } from '../../shared/spec.ts';
import { configurationName, percent } from '../evidence.ts';
import type { PlanningContext } from '../planning.ts';
import { isAnchor } from '../spec-of.ts';
import { evidenceOf, type Rule } from './finding.ts';
import { hasUnsoundBatch } from './unsound-instrument.ts';

/** Points of BD-rate by which the anchor's own configuration may differ from 0 before the instrument is doubted. */
const ANCHOR_TOLERANCE = 1;

/** Two different specs with the same bits, the same scores, or the same figures to the last digit. */
export interface Twins {
  readonly newer: ExperimentRecord;
  readonly older: ExperimentRecord;
}

/**
 * All twins among comparable records, newest first. Declared replicates are free to be one, and what was measured with an
 * unsound instrument says nothing.
 */
export function twins({ history, clipSet }: PlanningContext): Twins[] {
  const seen = new Map<string, ExperimentRecord>();
  const found: Twins[] = [];
  for (const record of history) {
    if (record.clip_set !== clipSet || record.spec.replicate_of !== undefined || hasUnsoundBatch(record))
      continue;
    const newer = marks(record)
      .map((mark) => seen.get(mark))
      .find((other) => other !== undefined && codingHash(other.spec) !== codingHash(record.spec));
    if (newer !== undefined) found.push({ newer, older: record });
    for (const mark of marks(record)) seen.set(mark, record);
  }
  return found;
}

/** Twins that nothing has explained yet: what was planned was not what was run, or the measurement does not see it. */
export const identicalResults: Rule = (context) => {
  const unexplained = twins(context).find((pair) => passedCheck(context, pair) === undefined);
  if (unexplained === undefined) return undefined;
  const { newer, older } = unexplained;
  return {
    rule: 'instrumentation-fault',
    statement: `${configurationName(older.spec)} and ${configurationName(newer.spec)} gave identical results although they differ: what was planned was not what was run, or the measurement does not see it`,
    evidence: evidenceOf([newer, older]),
  };
};

/** Twins after which the instrument was checked and found sound: then the difference has no effect. */
export const differencesWithoutEffect: Rule = (context) => {
  const explained = twins(context).flatMap((pair) => {
    const check = passedCheck(context, pair);
    return check === undefined ? [] : [{ ...pair, check }];
  });
  const [newest] = explained;
  if (newest === undefined) return undefined;
  const { newer, older, check } = newest;
  return {
    rule: 'no-effect',
    statement: `${configurationName(older.spec)} and ${configurationName(newer.spec)} gave identical results, and the instrument passed its check afterwards: what differs between them has no effect`,
    evidence: evidenceOf([newer, older, check]),
  };
};

/** The anchor's own configuration measured against the anchor must give 0. */
export const anchorOffZero: Rule = ({ history, clipSet }) => {
  const newest = history.find((record) => record.clip_set === clipSet && isMeasuredAnchor(record));
  const bdRate = newest?.measurement?.bd_rate_percent ?? 0;
  if (newest === undefined || Math.abs(bdRate) <= ANCHOR_TOLERANCE) return undefined;
  return {
    rule: 'instrumentation-fault',
    statement: `the anchor's own configuration came to ${percent(bdRate)} where 0 was due: the measurement, not the codec, makes the difference`,
    evidence: evidenceOf([newest]),
  };
};

/** `encoder parameter` of the one parameter that twins differ in; undefined when they differ in more. */
export function withoutEffect({ newer, older }: Twins): string | undefined {
  const [a, b] = [newer.spec, older.spec];
  if (!isSameEncoder(a, b)) return undefined;
  const names = [...new Set([...Object.keys(a.parameters), ...Object.keys(b.parameters)])].filter(
    (name) => a.parameters[name] !== b.parameters[name],
  );
  return names.length === 1 ? `${encoderName(a)} ${names[0]}` : undefined;
}

/**
 * The check that speaks for the instrument: a later iteration in which the anchor's own configuration gave 0, with bits
 * other than the twins' somewhere since.
 */
function passedCheck(context: PlanningContext, { newer }: Twins): ExperimentRecord | undefined {
  const later = context.history.filter(
    (record) => record.clip_set === context.clipSet && record.reasoning_id > newer.reasoning_id,
  );
  const differs = later.some(
    ({ measurement }) =>
      (measurement?.fingerprint ?? null) !== null &&
      measurement?.fingerprint !== newer.measurement?.fingerprint,
  );
  const check = later.find(isMeasuredAnchor);
  const isZero = Math.abs(check?.measurement?.bd_rate_percent ?? Number.NaN) <= ANCHOR_TOLERANCE;
  return differs && isZero ? check : undefined;
}

function isMeasuredAnchor(record: ExperimentRecord): boolean {
  const { spec, measurement, status } = record;
  return (
    status === 'succeeded' &&
    isAnchor(spec) &&
    (measurement?.bd_rate_percent ?? null) !== null &&
    !hasUnsoundBatch(record)
  );
}

/** What equal experiments share and different ones do not. */
function marks({ measurement }: ExperimentRecord): string[] {
  if (measurement === null || measurement.fingerprint === null) return [];
  const { fingerprint, scores_fingerprint, bd_rate_percent, bd_rate_ssim_percent, bitrate_mbps } =
    measurement;
  const hashes = [fingerprint, ...(scores_fingerprint ? [scores_fingerprint] : [])];
  return bd_rate_percent === null
    ? hashes
    : [...hashes, `${bd_rate_percent}|${bd_rate_ssim_percent}|${bitrate_mbps}`];
}
