import type { z } from 'zod';
import { encoderName, storedEncoder } from '../../../shared/encoder-name.ts';
import type { PreferredRegion } from '../../../shared/reasoning.ts';
import type { EncoderSpace } from '../../../shared/space.ts';
import type { Proposal, ProposedExperiment } from '../../planning.ts';
import { shorten } from '../shorten.ts';
import { quantileFaults, repetitions, unknownEvidence, unknownFindings } from './answer-faults.ts';
import { answerParameters } from './answer-parameters.ts';
import { type Answer, type AnsweredExperiment, answerSchema } from './answer-schema.ts';

/** What an answer may refer to. */
export interface AnswerBounds {
  readonly encoders: readonly EncoderSpace[];
  readonly arms: number;
  /** Every experiment id that the model was shown. */
  readonly experimentIds: ReadonlySet<string>;
  /** Names of the findings that it was shown. */
  readonly rules: ReadonlySet<string>;
}

/** A proposal that holds every rule, or the faults in words that the model can act on. */
export type ReadAnswer = { readonly proposal: Proposal } | { readonly faults: readonly string[] };

/** Reads and checks the text of an answer. Texts beyond their stored length are cut, everything else is a fault. */
export function readAnswer(text: string, bounds: AnswerBounds): ReadAnswer {
  const json = parseJson(text);
  if ('fault' in json) return { faults: [json.fault] };
  const parsed = answerSchema(bounds.encoders, bounds.arms).safeParse(json.value);
  if (!parsed.success) return { faults: parsed.error.issues.map(issueText) };
  const answer = parsed.data;
  const experiments = answer.experiments.map((experiment) => readExperiment(experiment, bounds.encoders));
  const regions = answer.regions.map((region) => readRegion(region, bounds.encoders));
  const proposed = experiments.map((each) => each.proposed);
  const faults = [
    ...unknownEvidence(answer, bounds.experimentIds),
    ...unknownFindings(answer, bounds.rules),
    ...experiments.flatMap(({ faults: own }, index) => own.map((fault) => `experiments.${index}: ${fault}`)),
    ...regions.flatMap(({ faults: own }, index) => own.map((fault) => `regions.${index}: ${fault}`)),
    ...repetitions(proposed, bounds.encoders),
  ];
  if (faults.length > 0) return { faults };
  return {
    proposal: toProposal(
      answer,
      proposed,
      regions.map(({ region }) => region),
    ),
  };
}

function parseJson(text: string): { readonly value: unknown } | { readonly fault: string } {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    if (error instanceof SyntaxError) return { fault: `the answer is not JSON: ${error.message}` };
    throw error;
  }
}

function issueText({ path, message }: z.core.$ZodIssue): string {
  return `${path.join('.') || 'the answer'}: ${message}`;
}

function readExperiment(experiment: AnsweredExperiment, encoders: readonly EncoderSpace[]) {
  const { encoder, expected_bd_rate: bdRate, expected_bitrate_mbps: bitrate } = experiment;
  const space = spaceOf(encoders, encoder);
  const { parameters, faults } = answerParameters(space, experiment.parameters);
  const proposed: ProposedExperiment = {
    ...storedEncoder(space),
    parameters,
    purpose: shorten(experiment.purpose, 400),
    expected_bd_rate: bdRate,
    expected_bitrate_mbps: bitrate.p50,
    raw: { bdRate, bitrate, improvement: experiment.improvement_probability },
  };
  return {
    proposed,
    faults: [
      ...faults,
      ...quantileFaults('expected_bd_rate', bdRate, ' (negative is better, so p10 is the best case)'),
      ...quantileFaults('expected_bitrate_mbps', bitrate, ''),
    ],
  };
}

function readRegion(region: Answer['regions'][number], encoders: readonly EncoderSpace[]) {
  const { encoder, parameter: key, weight } = region;
  const each = region.values.map((value) => answerParameters(spaceOf(encoders, encoder), [{ key, value }]));
  const values = each.flatMap(({ parameters }) => parameters[key] ?? []);
  const read: PreferredRegion = {
    encoder,
    parameter: key,
    values,
    weight,
    reason: shorten(region.reason, 300),
  };
  return { region: read, faults: [...new Set(each.flatMap(({ faults }) => faults))] };
}

/** The schema has let through no name without a space. */
function spaceOf(encoders: readonly EncoderSpace[], name: string): EncoderSpace {
  const space = encoders.find((each) => encoderName(each) === name);
  if (space === undefined) throw new RangeError(`no space is declared for encoder ${name}`);
  return space;
}

function toProposal(
  answer: Answer,
  experiments: readonly ProposedExperiment[],
  regions: readonly PreferredRegion[],
): Proposal {
  return {
    root_cause: shorten(answer.root_cause, 1000),
    disagreements: answer.disagreements.map(({ rule, reason }) => ({ rule, reason: shorten(reason, 400) })),
    insights: answer.insights.map(({ text, evidence }) => ({ text: shorten(text, 600), evidence })),
    hypothesis: shorten(answer.hypothesis, 1000),
    next_experiment: {
      approach: shorten(answer.next_experiment.approach, 600),
      changes: answer.next_experiment.changes.map((change) => shorten(change, 300)),
    },
    risks: answer.risks.map((risk) => shorten(risk, 400)),
    confidence_score: answer.confidence_score,
    experiments,
    regions,
  };
}
