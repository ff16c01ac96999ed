import * as z from 'zod';
import { InvalidSettingsError } from './errors.ts';

/** What a deployment or a local run may choose. Reaches the planner as JSON in `LAB_SETTINGS`. */
export const LabSettings = z.strictObject({
  /** Experiments per iteration. */
  arms: z.int().min(1).max(8).default(4),
  /** Frames of each clip that are encoded. */
  frames: z.int().min(8).max(600).default(60),
  /** Distance of keyframes in frames, the same for every encoder and the anchor. */
  gop: z.int().min(8).max(600).default(60),
  /** Rate points of a ladder before extension. */
  rate_points: z.int().min(4).max(8).default(4),
  /** A cheap look at an arm, which ends there when it can hardly win any more. */
  screening: z
    .strictObject({
      enabled: z.boolean().default(true),
      /** Tune clips that are looked at; all where there are fewer. */
      clips: z.int().min(1).max(8).default(2),
      /** Of each of their ladders. */
      rate_points: z.int().min(2).max(3).default(2),
    })
    .prefault({}),
  /** Most clips that one task measures; an arm with more is measured by several, its shards. */
  clips_per_task: z.int().min(1).max(32).default(32),
  /** CPU seconds (user and system) that one arm is planned to cost at most, over all its clips. */
  cpu_seconds_per_arm: z.number().min(1).max(1_000_000).default(120),
  /** Size of the clips that the task renders when a campaign has none. */
  synthetic: z
    .strictObject({
      width: z.int().min(64).max(3840).multipleOf(2).default(640),
      height: z.int().min(64).max(2160).multipleOf(2).default(360),
      /** One to tune on; two, one of them to validate on; three, two to tune on. */
      clips: z.int().min(1).max(3).default(3),
    })
    .prefault({}),
  /** Seed of every random choice in planning. */
  seed: z.int().min(0).max(0x7fffffff).default(1),
  /** Minutes after which a held lock counts as left behind; longer than the workflow's own timeout. */
  lock_minutes: z.number().min(0.01).max(360).default(330),
  /** The planner declines once so many experiments in a row failed for the machinery, until a person resumes. */
  circuit_failures: z.int().min(1).max(50).default(6),
  llm: z
    .strictObject({
      /** Who serves the model: Anthropic by an API key, or Amazon Bedrock in the account and region of the planner. */
      provider: z.enum(['anthropic', 'bedrock']).default('anthropic'),
      /** As the provider spells it: Bedrock's begin like `global.anthropic.`. */
      model: z.string().min(1).max(200).default('claude-sonnet-5-5'),
      effort: z.enum(['low', 'medium', 'high', 'xhigh', 'max']).default('medium'),
      /** Of one answer, thinking included. The longest plan of 8 arms takes about 10,000 and leaves the rest to think. */
      max_tokens: z.int().min(1024).max(20_000).default(16_000),
      /** Of one answer. */
      timeout_seconds: z.number().min(0.05).max(240).default(240),
      web_search: z
        .strictObject({
          enabled: z.boolean().default(false),
          /** Searches of one planning. */
          max_uses: z.int().min(1).max(10).default(3),
          /** Domains that may be searched; none: all. */
          allowed_domains: z
            .array(z.string().regex(/^[a-z0-9.-]{1,100}(\/[\w./-]{0,100})?$/))
            .max(20)
            .default([]),
        })
        .prefault({}),
      /** Planning falls back to rules once a calendar month (UTC) has cost this much, in USD. */
      monthly_cap_usd: z.number().min(0).max(10_000).default(20),
      /** Planning falls back to rules where one planning may cost more than this, in USD. */
      run_cap_usd: z.number().min(0).max(1000).default(2),
    })
    .refine(({ provider, model }) => provider === 'anthropic' || /^(?:[a-z-]+\.)?anthropic\./.test(model), {
      path: ['model'],
      error: 'Bedrock spells its models like global.anthropic.claude-sonnet-5-5: give one of those',
    })
    .refine(({ provider, web_search }) => provider === 'anthropic' || !web_search.enabled, {
      path: ['web_search', 'enabled'],
      error: 'Bedrock has no web search: leave it off, or take the provider anthropic',
    })
    .prefault({}),
  /** The planner declines once a calendar month (UTC) has cost this much in all, in USD. */
  monthly_cap_usd: z.number().min(0).max(100_000).default(100),
  /** Experiments beyond this cost of one run are left out, in USD, model and tasks together. */
  run_cap_usd: z.number().min(0).max(10_000).default(10),
});
export type LabSettings = z.output<typeof LabSettings>;
export type LabSettingsInput = z.input<typeof LabSettings>;

/** Complete settings from partial ones. @throws InvalidSettingsError naming the field, the value's fault and the range. */
export function parseSettings(input: unknown): LabSettings {
  const parsed = LabSettings.safeParse(input);
  if (!parsed.success) throw new InvalidSettingsError(describeIssues(parsed.error));
  return parsed.data;
}

/** One sentence from a zod error: each issue as `path: message`. */
export function describeIssues(error: z.ZodError): string {
  return error.issues.map((issue) => `${issue.path.join('.') || 'value'}: ${issue.message}`).join('; ');
}
