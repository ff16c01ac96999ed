import { encoderName, isSameEncoder } from '../../../shared/encoder-name.ts';
import type { Forecast } from '../../../shared/forecast.ts';
import type { EncoderSpace } from '../../../shared/space.ts';
import { canonicalParameters } from '../../../shared/space-conditions.ts';
import { canonicalJson } from '../../../shared/spec.ts';
import type { ProposedExperiment } from '../../planning.ts';
import { shorten } from '../shorten.ts';
import type { Answer } from './answer-schema.ts';

/** Ids of insights that the model was never shown. */
export function unknownEvidence(answer: Answer, known: ReadonlySet<string>): string[] {
  return answer.insights.flatMap(({ evidence }, index) =>
    evidence
      .filter((id) => !known.has(id))
      .map((id) => `insights.${index}: no experiment ${quoted(id)} exists; cite ids of the history only`),
  );
}

/** Findings that it disagrees with although they were never made. */
export function unknownFindings(answer: Answer, known: ReadonlySet<string>): string[] {
  return answer.disagreements.flatMap(({ rule }, index) =>
    known.has(rule)
      ? []
      : [`disagreements.${index}: no finding ${quoted(rule)} was made; name one that is listed, or none`],
  );
}

/** Quantiles must not fall. */
export function quantileFaults(field: string, { p10, p50, p90 }: Forecast, remark: string): string[] {
  return p10 <= p50 && p50 <= p90
    ? []
    : [`${field} must rise from p10 to p50 to p90, but is ${p10}, ${p50}, ${p90}${remark}`];
}

/** Experiments that would run the same as an earlier one of the answer, however they are written. */
export function repetitions(
  experiments: readonly ProposedExperiment[],
  encoders: readonly EncoderSpace[],
): string[] {
  const identities = experiments.map(({ parameters, ...named }) => {
    const space = encoders.find((each) => isSameEncoder(each, named));
    return canonicalJson([encoderName(named), space ? canonicalParameters(space, parameters) : parameters]);
  });
  return identities.flatMap((identity, index) => {
    const first = identities.indexOf(identity);
    return first < index ? [`experiments.${index}: is the same as experiments.${first}`] : [];
  });
}

function quoted(text: string): string {
  return JSON.stringify(shorten(text, 80));
}
