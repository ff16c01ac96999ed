import type { ExperimentRecord } from '../../shared/record.ts';
import { configurationName } from '../evidence.ts';
import { evidenceOf, type Rule } from './finding.ts';

/** Whether the controls of a record's iteration were unsound, its own or another arm's. */
export function hasUnsoundBatch({ measurement, batch_fault }: ExperimentRecord): boolean {
  return measurement?.controls?.sound === false || (batch_fault ?? null) !== null;
}

/** The newest iteration with controls found them unsound: all that it measured is left out, and nothing but this is learnt. */
export const unsoundControls: Rule = ({ history }) => {
  const newest = history.find(({ measurement }) => (measurement?.controls ?? null) !== null);
  const batch = history.filter(({ reasoning_id }) => reasoning_id === newest?.reasoning_id);
  const unsound = batch.filter(({ measurement }) => measurement?.controls?.sound === false);
  const [first] = unsound;
  if (first === undefined) return undefined;
  return {
    rule: 'instrumentation-fault',
    statement: `the controls of the last iteration are unsound (${first.measurement?.controls?.reason ?? ''}): what its ${batch.length} experiments measured is left out`,
    evidence: evidenceOf(unsound),
  };
};

/** The newest declared replicate gave other bits than what it repeats, with the same ffmpeg. */
export const replicateDiffers: Rule = ({ history, clipSet }) => {
  const replicate = history.find(
    (record) =>
      record.clip_set === clipSet &&
      record.spec.replicate_of !== undefined &&
      record.status === 'succeeded' &&
      !hasUnsoundBatch(record),
  );
  const original = history.find(({ experiment_id }) => experiment_id === replicate?.spec.replicate_of);
  if (replicate === undefined || original === undefined || original.verdict === 'suspect') return undefined;
  const [again, before] = [replicate.measurement, original.measurement];
  if (!again?.fingerprint || !before?.fingerprint || again.ffmpeg_version !== before.ffmpeg_version)
    return undefined;
  if (again.fingerprint === before.fingerprint) return undefined;
  return {
    rule: 'instrumentation-fault',
    statement: `${configurationName(replicate.spec)}, measured again, gave other bits than in ${original.experiment_id}: encoding does not repeat itself, so that small differences mean nothing`,
    evidence: evidenceOf([replicate, original]),
  };
};
