import type { ExperimentRecord } from '../shared/record.ts';
import { isScreenedOut } from '../shared/screening.ts';
import { codingHash } from '../shared/spec.ts';

/** An experiment that measured something, as far as comparing outputs needs it. */
export type Measured = Pick<ExperimentRecord, 'experiment_id' | 'spec' | 'measurement'> & {
  readonly verdict?: ExperimentRecord['verdict'];
};

/** An experiment that gave the same as another one. */
export interface Twin {
  readonly of: Measured;
  readonly equal: 'bits' | 'scores';
}

/**
 * The experiment of another spec that gave the same bits, or the same bytes and scores, if there is one. A declared
 * replicate is free to; so is what codes the same tune clips in the same way, such as the confirmation of a champion.
 */
export function findTwin(subject: Measured, others: readonly Measured[]): Twin | undefined {
  if (subject.spec.replicate_of !== undefined) return undefined;
  const different = others.filter(
    (other) =>
      other.experiment_id !== subject.experiment_id &&
      other.measurement !== null &&
      codingHash(other.spec) !== codingHash(subject.spec),
  );
  const same = (mark: 'fingerprint' | 'scores_fingerprint') => {
    const own = subject.measurement?.[mark] ?? null;
    return own === null ? undefined : different.find(({ measurement }) => measurement?.[mark] === own);
  };
  const [bits, scores] = [same('fingerprint'), same('scores_fingerprint')];
  if (bits !== undefined) return { of: bits, equal: 'bits' };
  return scores === undefined ? undefined : { of: scores, equal: 'scores' };
}

/**
 * The experiment that a replicate declares to repeat and does not: other bits from the same ffmpeg. Undefined where it
 * does, where the other is suspect itself, and for what is no replicate.
 */
export function brokenReplicate(subject: Measured, others: readonly Measured[]): Measured | undefined {
  const original = others.find(({ experiment_id }) => experiment_id === subject.spec.replicate_of);
  const [again, before] = [subject.measurement, original?.measurement];
  if (!again?.fingerprint || !before?.fingerprint || original?.verdict === 'suspect') return undefined;
  // A replicate is measured in full: what was screened out has other points than that.
  const comparable =
    isScreenedOut(again) === isScreenedOut(before) &&
    again.ffmpeg_version === before.ffmpeg_version &&
    codingHash(subject.spec) === codingHash(original?.spec ?? subject.spec);
  return comparable && again.fingerprint !== before.fingerprint ? original : undefined;
}
