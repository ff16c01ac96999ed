import { encoderName, isSameEncoder } from '../shared/encoder-name.ts';
import { INFRASTRUCTURE_CLASSES } from '../shared/names.ts';
import type { ExperimentRecord, Measurement } from '../shared/record.ts';
import { isScreenedOut } from '../shared/screening.ts';
import type { Configuration } from '../shared/spec.ts';
import { currentChampion } from './current-champion.ts';
import type { PlanningContext } from './planning.ts';
import { EFFORT } from './spec-of.ts';

/** A record whose measurement is complete and comparable with what is planned now. */
export type Measured = ExperimentRecord & { readonly measurement: Measurement };

/**
 * Experiments that were measured in full on the same clips, newest first; suspect ones are left out, they teach nothing, and
 * so are those that were screened out, which have neither BD-rate nor operating point.
 */
export function measuredRecords({ history, clipSet }: PlanningContext): Measured[] {
  return history.filter(
    (record): record is Measured =>
      record.status === 'succeeded' &&
      record.measurement !== null &&
      !isScreenedOut(record.measurement) &&
      record.clip_set === clipSet &&
      record.verdict !== 'suspect',
  );
}

/** Those of them with a BD-rate, best first. */
export function ratedRecords(context: PlanningContext): (Measured & { readonly bdRate: number })[] {
  return measuredRecords(context)
    .flatMap((record) =>
      record.measurement.bd_rate_percent === null
        ? []
        : [{ ...record, bdRate: record.measurement.bd_rate_percent }],
    )
    .sort((a, b) => a.bdRate - b.bdRate);
}

/**
 * The configuration to improve on, and the best of each other encoder, best first: the champion, else the best rate. One
 * that the families of metrics disagree about is nothing to build on.
 */
export function leaders(context: PlanningContext): ExperimentRecord['spec'][] {
  const champion = currentChampion(context);
  const agreed = ratedRecords(context).filter(
    ({ measurement }) => measurement.agreement?.verdict !== 'metric disagreement',
  );
  const specs = [...(champion ? [champion.spec] : []), ...agreed.map(({ spec }) => spec)];
  return specs.filter((spec, index) => specs.findIndex((other) => isSameEncoder(other, spec)) === index);
}

export function isInfrastructureFailure(record: ExperimentRecord): boolean {
  return (
    record.failure !== null && (INFRASTRUCTURE_CLASSES as readonly string[]).includes(record.failure.class)
  );
}

/** Encoder and parameters in the words of the tables: `libsvtav1 preset 6, tune vq`, `hybrid libsvtav1 preset 6`. */
export function configurationName(configuration: Configuration): string {
  const entries = Object.entries(configuration.parameters);
  // Effort first, as it says most.
  const ordered = [
    ...entries.filter(([name]) => EFFORT.includes(name)),
    ...entries.filter(([name]) => !EFFORT.includes(name)),
  ];
  const words = ordered.map(([name, value]) => `${name.replaceAll('_', ' ')} ${String(value)}`);
  return [encoderName(configuration), ...(words.length > 0 ? [words.join(', ')] : [])].join(' ');
}

/** A percentage as people read it: `-31.2 %`. */
export function percent(value: number): string {
  return `${value > 0 ? '+' : ''}${value.toFixed(1)} %`;
}
