import * as z from 'zod';
import { encoderName } from '../../../shared/encoder-name.ts';
import { allowedText, type EncoderSpace } from '../../../shared/space.ts';

const Percent = z.number().min(-99.9).max(1000);
const Mbps = z.number().gt(0).max(10_000);
const Value = z.union([z.string().max(40), z.number(), z.boolean()]);

/**
 * The shape that Claude's answer is held to, drawn from the declared spaces. Parameters are key and value pairs because a
 * map of free keys cannot be expressed in structured output, and nothing is optional, since the grammar that constrains
 * the model takes few optional fields; ranges and lengths reach the model as descriptions only and are checked here.
 */
export function answerSchema(encoders: readonly EncoderSpace[], arms: number) {
  const Encoder = z.enum(encoders.map(encoderName));
  const Parameter = z.enum(parameterNames(encoders)).describe(parametersText(encoders));
  const Insight = z.object({
    text: z.string().min(1).describe('one statement with its figures, at most 600 characters'),
    evidence: z
      .array(z.string())
      .max(20)
      .describe('ids of the experiments it rests on; empty for prior knowledge'),
  });
  const Disagreement = z.object({
    rule: z.string().describe('name of the finding, as listed'),
    reason: z.string().min(1).describe('what speaks against it, with ids; at most 400 characters'),
  });
  const Region = z.object({
    encoder: Encoder,
    parameter: Parameter,
    values: z.array(Value).min(1).max(8).describe('allowed values of that parameter'),
    weight: z.number().min(0).max(1).describe('share of the search that it is worth'),
    reason: z.string().min(1).describe('at most 300 characters'),
  });
  const Experiment = z.object({
    encoder: Encoder,
    parameters: z
      .array(z.object({ key: Parameter, value: Value }))
      .max(20)
      .describe('only what differs from the defaults, each at most once'),
    purpose: z.string().min(1).describe('why this experiment, in one sentence of at most 400 characters'),
    expected_bd_rate: z
      .object({ p10: Percent, p50: Percent, p90: Percent })
      .describe('quantiles of the BD-rate in percent, p10 <= p50 <= p90; negative is better'),
    expected_bitrate_mbps: z
      .object({ p10: Mbps, p50: Mbps, p90: Mbps })
      .describe(
        'quantiles of the mean bitrate over the clips at the quality floor in Mbit/s, p10 <= p50 <= p90',
      ),
    improvement_probability: z
      .number()
      .min(0)
      .max(1)
      .describe('probability of a lower BD-rate than the champion, or than the anchor where there is none'),
  });
  return z.object({
    root_cause: z
      .string()
      .min(1)
      .describe('what limits the results now, with figures; at most 1000 characters'),
    disagreements: z
      .array(Disagreement)
      .max(5)
      .describe('findings that you do not share; empty where you share all'),
    insights: z.array(Insight).max(12),
    hypothesis: z
      .string()
      .min(1)
      .describe('one statement that the experiments can refute; at most 1000 characters'),
    next_experiment: z.object({
      approach: z.string().min(1).describe('the idea behind the arms together; at most 600 characters'),
      changes: z
        .array(z.string().min(1))
        .max(12)
        .describe('each concrete change and what it is compared with; at most 300 characters each'),
    }),
    risks: z
      .array(z.string().min(1))
      .max(8)
      .describe('what could make the results misleading; at most 400 characters each'),
    confidence_score: z.number().min(0).max(1).describe('probability that the hypothesis is confirmed'),
    experiments: z.array(Experiment).min(1).max(arms).describe(`exactly ${arms}, all different`),
    regions: z
      .array(Region)
      .max(12)
      .describe('where the model-based search should look first; empty for no preference'),
  });
}

export type Answer = z.output<ReturnType<typeof answerSchema>>;
export type AnsweredExperiment = Answer['experiments'][number];

function parameterNames(encoders: readonly EncoderSpace[]): string[] {
  return [...new Set(encoders.flatMap(({ parameters }) => Object.keys(parameters)))];
}

/** What each encoder allows, in words. */
function parametersText(encoders: readonly EncoderSpace[]): string {
  const each = encoders.map((encoder) => {
    const listed = Object.entries(encoder.parameters).map(([key, space]) => `${key} (${allowedText(space)})`);
    return `${encoderName(encoder)}: ${listed.join(', ')}`;
  });
  return `name of a parameter of this encoder; ${each.join('; ')}`;
}
