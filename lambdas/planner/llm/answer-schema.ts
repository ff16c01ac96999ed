import * as z from 'zod';
import type { EncoderSpace } from '../../shared/space.ts';

const Percent = z.number().min(-99.9).max(1000);

/**
 * The shape that Claude's answer is held to. Parameters are key and value pairs because a map of free keys cannot be
 * expressed in structured output; ranges and lengths reach the model as descriptions only and are checked here.
 */
export function answerSchema(encoders: readonly EncoderSpace[], arms: number) {
  const Insight = z.object({
    text: z.string().min(1).describe('one statement with its figures, at most 600 characters'),
    evidence: z
      .array(z.string())
      .max(20)
      .describe('ids of the experiments it rests on; empty for prior knowledge'),
  });
  const Experiment = z.object({
    encoder: z.enum(encoders.map((space) => space.encoder)),
    parameters: z
      .array(
        z.object({
          key: z.string().describe('name of a parameter of this encoder'),
          value: z.union([z.string(), z.number(), z.boolean()]),
        }),
      )
      .max(20)
      .describe('only what differs from the defaults, each at most once'),
    purpose: z.string().min(1).describe('why this experiment, in one sentence of at most 400 characters'),
    expected_bd_rate: z
      .object({ p10: Percent, p50: Percent, p90: Percent })
      .describe('quantiles of the BD-rate in percent, p10 <= p50 <= p90; negative is better'),
    expected_bitrate_mbps: z
      .number()
      .gt(0)
      .max(10_000)
      .describe('mean bitrate over the clips at the quality floor, Mbit/s'),
  });
  return z.object({
    root_cause: z
      .string()
      .min(1)
      .describe('what limits the results now, with figures; at most 1000 characters'),
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
  });
}

export type Answer = z.output<ReturnType<typeof answerSchema>>;
export type AnsweredExperiment = Answer['experiments'][number];
