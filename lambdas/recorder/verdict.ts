import { type FailureClass, INFRASTRUCTURE_CLASSES } from '../shared/names.ts';
import type { Forecast } from '../shared/reasoning.ts';
import type { ExperimentRecord, Measurement, Verdict } from '../shared/record.ts';

export interface Judgement {
  readonly verdict: Verdict;
  /** One sentence with the numbers. */
  readonly reason: string;
}

/** An experiment that measured something, as far as comparing outputs needs it. */
export type Measured = Pick<ExperimentRecord, 'experiment_id' | 'spec_hash' | 'measurement'>;

/**
 * Range in percent outside which a BD-rate is a fault of the measurement: a thousandth of the anchor's bits at equal
 * quality is more than any codec does, a hundred times its bits is more than any encoder wastes.
 */
const POSSIBLE_BD_RATE = { above: -99.9, below: 10_000 } as const;

/**
 * Holds a measurement against the forecast that was stored before the run. Equal output of different specs is looked
 * for first: it means that the experiment did not run what was planned, or that what was changed has no effect, and
 * then the number says nothing about the idea.
 */
export function judge(
  planned: Pick<ExperimentRecord, 'experiment_id' | 'spec_hash' | 'expected_bd_rate'>,
  measurement: Measurement,
  others: readonly Measured[],
): Judgement {
  const twin = findTwin({ ...planned, measurement }, others);
  if (twin !== undefined)
    return {
      verdict: 'suspect',
      reason: `its bits equal those of ${twin.experiment_id} although the specs differ: either the difference has no effect or the task did not run what was planned`,
    };
  const measured = measurement.bd_rate_percent;
  if (measured === null)
    return {
      verdict: 'inconclusive',
      reason: `no BD-rate: ${measurement.bd_rate_reason ?? 'no reason given'}`,
    };
  if (measured < POSSIBLE_BD_RATE.above || measured > POSSIBLE_BD_RATE.below)
    return {
      verdict: 'suspect',
      reason: `a BD-rate of ${percent(measured)} cannot be: the measurement is at fault`,
    };
  return againstForecast(measured, planned.expected_bd_rate);
}

/** Verdict over an experiment that failed: never one about the forecast. */
export function judgeFailure(failure: { class: FailureClass; message: string }): Judgement {
  const blame = isInfrastructure(failure.class) ? ', which says nothing about the idea' : '';
  return { verdict: 'inconclusive', reason: `failed (${failure.class})${blame}: ${failure.message}` };
}

/** True for a failure that counts against the machine and never against the idea. */
export function isInfrastructure(failureClass: FailureClass): boolean {
  return INFRASTRUCTURE_CLASSES.some((each) => each === failureClass);
}

/** The experiment of another spec that produced the same bits, if there is one. */
export function findTwin(subject: Measured, others: readonly Measured[]): Measured | undefined {
  const fingerprint = subject.measurement?.fingerprint ?? null;
  if (fingerprint === null) return undefined;
  return others.find(
    (other) =>
      other.experiment_id !== subject.experiment_id &&
      other.spec_hash !== subject.spec_hash &&
      other.measurement?.fingerprint === fingerprint,
  );
}

/** A percentage as it stands in sentences: one decimal, two where one would hide a small difference. */
export function percent(value: number): string {
  return `${value.toFixed(Math.abs(value) < 1 || Math.abs(value) > 99 ? 2 : 1)} %`;
}

function againstForecast(measured: number, { p10, p50, p90 }: Forecast): Judgement {
  const forecast = `the forecast of ${percent(p10)} to ${percent(p90)}`;
  if (measured >= p10 && measured <= p90)
    return { verdict: 'confirmed', reason: `measured ${percent(measured)}, within ${forecast}` };
  const side = measured < p10 ? 'better' : 'worse';
  const points = Math.abs(measured - p50).toFixed(1);
  return {
    verdict: 'refuted',
    reason: `measured ${percent(measured)}, ${side} than ${forecast}: ${points} points from its middle of ${percent(p50)}`,
  };
}
