import { encoderName, isSameEncoder } from '../../../../shared/encoder-name.ts';
import type { ExperimentRecord } from '../../../../shared/record.ts';
import type { EncoderSpace, ParameterSpace } from '../../../../shared/space.ts';
import type { Parameters } from '../../../../shared/spec.ts';
import { configurationName } from '../../../evidence.ts';
import type { PlanningContext } from '../../../planning.ts';
import { shorten } from '../../shorten.ts';
import { rounded } from './rounded.ts';

/** Refuted ideas that are listed, newest first. */
const REFUTED_LISTED = 12;
/** Ids under one class of failure. */
const FAILURES_LISTED = 4;
/** Untried values of one parameter. */
const VALUES_LISTED = 12;

/** What the campaign has learnt not to do, and what it has not done yet. */
export function experience(context: PlanningContext, encoders: readonly EncoderSpace[]) {
  return {
    failures_by_class: failures(context),
    refuted_ideas_newest_first: refutedIdeas(context),
    never_tried: encoders.map((space) => untried(context, space)),
  };
}

/** All failures of the campaign by class, with the newest of each: as the summary keeps them, else as the records tell. */
function failures({ summary, history }: PlanningContext) {
  if (summary.failures !== undefined)
    return Object.entries(summary.failures).map(([name, { count, newest, message }]) => ({
      class: name,
      count,
      newest: newest.slice(-FAILURES_LISTED),
      message: shorten(message, 160),
    }));
  return Object.entries(summary.counts.by_class).map(([name, count]) => {
    const seen = history.filter(({ failure }) => failure?.class === name);
    return {
      class: name,
      count,
      newest: seen.slice(0, FAILURES_LISTED).map(({ experiment_id }) => experiment_id),
      ...(seen[0]?.failure && { message: shorten(seen[0].failure.message, 160) }),
    };
  });
}

function refutedIdeas({ summary, history, clipSet }: PlanningContext) {
  if (summary.refuted !== undefined)
    return summary.refuted
      .toReversed()
      .slice(0, REFUTED_LISTED)
      .map((refuted) => ({
        ids: refuted.evidence.slice(-FAILURES_LISTED),
        change: refuted.change,
        idea: shorten(refuted.idea, 120),
        attempts: refuted.attempts,
        expected_bd_rate: rounded(refuted.expected_percent),
        bd_rate_percent: rounded(refuted.bd_rate_percent),
        ...(refuted.clip_set === clipSet ? {} : { comparable: false }),
      }));
  return history
    .filter(({ verdict, clip_set }) => verdict === 'refuted' && clip_set === clipSet)
    .slice(0, REFUTED_LISTED)
    .map((record) => ({
      ids: [record.experiment_id],
      change: configurationName(record.spec),
      idea: shorten(record.purpose, 120),
      attempts: 1,
      expected_bd_rate: rounded(record.expected_bd_rate.p50),
      bd_rate_percent: rounded(record.measurement?.bd_rate_percent ?? null),
    }));
}

/** Values of an encoder's parameters that no experiment has run; its defaults count as run. */
function untried({ summary, history, clipSet }: PlanningContext, space: EncoderSpace) {
  const { parameters } = space;
  const encoder = encoderName(space);
  const counted = summary.clip_set === clipSet ? summary.tried?.[encoder] : undefined;
  const run = [
    ...(summary.observations ?? []).filter((each) => isSameEncoder(each, space)),
    ...history.flatMap(({ spec }: ExperimentRecord) => (isSameEncoder(spec, space) ? [spec] : [])),
  ];
  if (run.length === 0 && counted === undefined) return { encoder, untried: 'everything' };
  const used = (name: string, parameter: ParameterSpace) =>
    new Set([
      parameter.default,
      ...run.flatMap((each) => (each.parameters as Parameters)[name] ?? []),
      ...allValues(parameter).filter((value) =>
        Object.hasOwn(counted?.parameters[name] ?? {}, JSON.stringify(value)),
      ),
    ]);
  return {
    encoder,
    untried: Object.fromEntries(
      Object.entries(parameters).flatMap(([name, parameter]) => {
        const values = untriedValues(parameter, used(name, parameter));
        return values.length === 0 ? [] : [[name, values]];
      }),
    ),
  };
}

function untriedValues(
  parameter: ParameterSpace,
  used: ReadonlySet<Parameters[string]>,
): Parameters[string][] {
  return allValues(parameter)
    .filter((value) => !used.has(value))
    .slice(0, VALUES_LISTED);
}

/** Of a range of real numbers its ends stand for all. */
function allValues(parameter: ParameterSpace): Parameters[string][] {
  switch (parameter.kind) {
    case 'choice':
      return [...parameter.values];
    case 'flag':
      return [true, false];
    case 'integer':
      return Array.from({ length: parameter.max - parameter.min + 1 }, (_, index) => parameter.min + index);
    case 'real':
      return [parameter.min, parameter.max];
  }
}
