import { describeIssues } from '../../shared/settings.ts';
import type { EncoderSpace } from '../../shared/space.ts';
import { canonicalJson } from '../../shared/spec.ts';
import type { Proposal, ProposedExperiment } from '../planning.ts';
import { answerParameters } from './answer-parameters.ts';
import { type Answer, type AnsweredExperiment, answerSchema } from './answer-schema.ts';
import { shorten } from './shorten.ts';

/** What an answer may refer to. */
export interface AnswerBounds {
  readonly encoders: readonly EncoderSpace[];
  readonly arms: number;
  /** Every experiment id that exists in the campaign as far as the planner sees it. */
  readonly experimentIds: ReadonlySet<string>;
}

/** A proposal that holds every rule, or the faults in words that the model can act on. */
export type ReadAnswer = { readonly proposal: Proposal } | { readonly faults: readonly string[] };

/** Reads and checks the text of an answer. Texts beyond their stored length are cut, everything else is a fault. */
export function readAnswer(text: string, bounds: AnswerBounds): ReadAnswer {
  const json = parseJson(text);
  if ('fault' in json) return { faults: [json.fault] };
  const parsed = answerSchema(bounds.encoders, bounds.arms).safeParse(json.value);
  if (!parsed.success) return { faults: [describeIssues(parsed.error)] };
  const answer = parsed.data;
  const experiments = answer.experiments.map((experiment) => readExperiment(experiment, bounds.encoders));
  const faults = [
    ...unknownEvidence(answer, bounds.experimentIds),
    ...experiments.flatMap(({ faults: own }, index) => own.map((fault) => `experiments.${index}: ${fault}`)),
    ...repetitions(experiments.map(({ proposed }) => proposed)),
  ];
  return faults.length > 0
    ? { faults }
    : {
        proposal: toProposal(
          answer,
          experiments.map(({ proposed }) => proposed),
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

function readExperiment(experiment: AnsweredExperiment, encoders: readonly EncoderSpace[]) {
  const space = encoders.find((candidate) => candidate.encoder === experiment.encoder);
  const { parameters, faults } =
    space === undefined
      ? { parameters: {}, faults: [`encoder ${experiment.encoder} is not available`] }
      : answerParameters(space, experiment.parameters);
  const { p10, p50, p90 } = experiment.expected_bd_rate;
  const proposed: ProposedExperiment = {
    encoder: experiment.encoder,
    parameters,
    purpose: shorten(experiment.purpose, 400),
    expected_bd_rate: { p10, p50, p90 },
    expected_bitrate_mbps: experiment.expected_bitrate_mbps,
  };
  return {
    proposed,
    faults:
      p10 <= p50 && p50 <= p90
        ? faults
        : [
            ...faults,
            `expected_bd_rate must rise from p10 to p50 to p90, but is ${p10}, ${p50}, ${p90} (negative is better, so p10 is the best case)`,
          ],
  };
}

function unknownEvidence(answer: Answer, known: ReadonlySet<string>): string[] {
  return answer.insights.flatMap(({ evidence }, index) =>
    evidence
      .filter((id) => !known.has(id))
      .map(
        (id) =>
          `insights.${index}: no experiment ${JSON.stringify(shorten(id, 80))} exists; cite ids of the history only`,
      ),
  );
}

function repetitions(experiments: readonly ProposedExperiment[]): string[] {
  const identities = experiments.map(({ encoder, parameters }) => canonicalJson({ encoder, parameters }));
  return identities.flatMap((identity, index) => {
    const first = identities.indexOf(identity);
    return first < index ? [`experiments.${index}: is the same as experiments.${first}`] : [];
  });
}

function toProposal(answer: Answer, experiments: readonly ProposedExperiment[]): Proposal {
  return {
    root_cause: shorten(answer.root_cause, 1000),
    insights: answer.insights.map(({ text, evidence }) => ({ text: shorten(text, 600), evidence })),
    hypothesis: shorten(answer.hypothesis, 1000),
    next_experiment: {
      approach: shorten(answer.next_experiment.approach, 600),
      changes: answer.next_experiment.changes.map((change) => shorten(change, 300)),
    },
    risks: answer.risks.map((risk) => shorten(risk, 400)),
    confidence_score: answer.confidence_score,
    experiments,
  };
}
