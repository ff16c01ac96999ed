import type { Forecast } from '../shared/forecast.ts';
import { isInfrastructure } from '../shared/memory/attempt.ts';
import type { FailureClass } from '../shared/names.ts';
import type { ExperimentRecord, Measurement, Verdict } from '../shared/record.ts';
import { isScreenedOut } from '../shared/screening.ts';
import { brokenReplicate, findTwin, type Measured } from './equal-output.ts';

export interface Judgement {
  readonly verdict: Verdict;
  /** One sentence with the numbers; of the tune clips alone, because the planner reads it. */
  readonly reason: string;
  /** The experiment whose bits or scores this one repeats; null for none. */
  readonly duplicateOf: string | null;
}

/**
 * Range in percent outside which a BD-rate is a fault of the measurement: a thousandth of the anchor's bits at equal
 * quality is more than any codec does, a hundred times its bits is more than any encoder wastes.
 */
const POSSIBLE_BD_RATE = { above: -99.9, below: 10_000 } as const;

/**
 * Holds a measurement against the forecast that was stored before the run. Doubts come first, because then the number says
 * nothing about the idea: controls that did not come out as they must, a replicate that does not repeat, and equal output of
 * different specs, which means that the experiment did not run what was planned or that what was changed has no effect.
 * @param others records that its output is compared with, among them the one that it declares to repeat.
 */
export function judge(
  planned: Pick<ExperimentRecord, 'experiment_id' | 'spec' | 'expected_bd_rate'>,
  measurement: Measurement,
  others: readonly Measured[],
): Judgement {
  const subject = { ...planned, measurement };
  const { controls } = measurement;
  if (controls?.sound === false)
    return suspect(`the controls are unsound, so that nothing is learnt from this: ${controls.reason}`);
  const broken = brokenReplicate(subject, others);
  if (broken !== undefined)
    return suspect(
      `a replicate of ${broken.experiment_id} with other bits than that: encoding does not repeat itself`,
    );
  const twin = findTwin(subject, others);
  if (twin !== undefined) return { ...suspect(duplicateReason(twin)), duplicateOf: twin.of.experiment_id };
  if (isScreenedOut(measurement)) return screenedOut(planned, measurement);
  const measured = measurement.bd_rate_percent;
  if (measured === null)
    return inconclusive(`no BD-rate: ${measurement.bd_rate_reason ?? 'no reason given'}`);
  if (measurement.flags?.includes('duplicate-output') && measured === 0)
    return suspect(
      "its bits are the anchor's although its configuration is another: either the difference has no effect or the task did not run what was planned",
    );
  if (measured < POSSIBLE_BD_RATE.above || measured > POSSIBLE_BD_RATE.below)
    return suspect(`a BD-rate of ${percent(measured)} cannot be: the measurement is at fault`);
  if (measurement.agreement?.verdict === 'metric disagreement')
    return inconclusive(`metric disagreement: ${measurement.agreement.sentence}`);
  return againstForecast(measured, planned.expected_bd_rate);
}

/** Why equal output is a fault. */
export function duplicateReason({ of, equal }: NonNullable<ReturnType<typeof findTwin>>): string {
  return `its ${equal} equal those of ${of.experiment_id} although the specs differ: either the difference has no effect or the task did not run what was planned`;
}

/** Verdict over an experiment that failed: never one about the forecast. */
export function judgeFailure(failure: { class: FailureClass; message: string }): Judgement {
  const blame = isInfrastructure(failure.class) ? ', which says nothing about the idea' : '';
  return inconclusive(`failed (${failure.class})${blame}: ${failure.message}`);
}

/** A percentage as it stands in sentences: one decimal, two where one would hide a small difference. */
export function percent(value: number): string {
  return `${value.toFixed(Math.abs(value) < 1 || Math.abs(value) > 99 ? 2 : 1)} %`;
}

function suspect(reason: string): Judgement {
  return { verdict: 'suspect', reason, duplicateOf: null };
}

function inconclusive(reason: string): Judgement {
  return { verdict: 'inconclusive', reason, duplicateOf: null };
}

/**
 * A forecast that promised a lower BD-rate than the champion's (the anchor's, where there was none) is refuted by a
 * screening that leaves no hope of it. Where the forecast did not promise that, or where the other family of metrics alone
 * ended the experiment, nothing is known of the forecast.
 */
function screenedOut(
  { spec, expected_bd_rate: { p50 } }: Pick<ExperimentRecord, 'spec' | 'expected_bd_rate'>,
  { screening }: Measurement,
): Judgement {
  const best = spec.screening?.champion_percent ?? 0;
  const rival = spec.screening?.champion_percent === undefined ? 'the anchor' : 'the champion';
  const promised = p50 < best;
  const tested = screening?.beyond_hope.includes('psnr_yuv') === true;
  const promise = promised ? 'promised better than' : 'did not promise to beat';
  const untested = promised && !tested ? ', which PSNR-YUV leaves open' : '';
  const forecast = `the forecast of ${percent(p50)} ${promise} ${rival}'s ${percent(best)}${untested}`;
  const reason = `screened out: ${screening?.reason ?? 'no reason given'}; ${forecast}`;
  return { verdict: promised && tested ? 'refuted' : 'inconclusive', reason, duplicateOf: null };
}

function againstForecast(measured: number, { p10, p50, p90 }: Forecast): Judgement {
  const forecast = `the forecast of ${percent(p10)} to ${percent(p90)}`;
  if (measured >= p10 && measured <= p90)
    return {
      verdict: 'confirmed',
      reason: `measured ${percent(measured)}, within ${forecast}`,
      duplicateOf: null,
    };
  const side = measured < p10 ? 'better' : 'worse';
  const points = Math.abs(measured - p50).toFixed(1);
  return {
    verdict: 'refuted',
    reason: `measured ${percent(measured)}, ${side} than ${forecast}: ${points} points from its middle of ${percent(p50)}`,
    duplicateOf: null,
  };
}
