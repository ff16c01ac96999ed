import * as z from 'zod';
import { InvalidSettingsError } from '../lambdas/shared/errors.ts';
import { TABLE_PREFIX } from '../lambdas/shared/names.ts';
import { describeIssues, type LabSettings, parseSettings } from '../lambdas/shared/settings.ts';

/** What a deployment may choose, complete and checked. */
export interface LabConfig {
  /** Handed to the planner as it is. */
  readonly settings: LabSettings;
  /** The two tables are named after it. */
  readonly tablePrefix: string;
  /** Experiments that run at the same time. */
  readonly maxConcurrency: number;
  /** Whether the six-hourly rule is switched on. */
  readonly schedule: boolean;
  /** Name of an existing Secrets Manager secret with the Claude API key; undefined plans by rules. */
  readonly anthropicSecretName: string | undefined;
}

/** Context keys of the command line and the setting that each one is. */
const SETTING_KEYS = {
  arms: ['arms'],
  frames: ['frames'],
  gop: ['gop'],
  ratePoints: ['rate_points'],
  cpuSecondsPerArm: ['cpu_seconds_per_arm'],
  seed: ['seed'],
  monthlyCapUsd: ['monthly_cap_usd'],
  lockMinutes: ['lock_minutes'],
  syntheticWidth: ['synthetic', 'width'],
  syntheticHeight: ['synthetic', 'height'],
  syntheticClips: ['synthetic', 'clips'],
  llmModel: ['llm', 'model'],
  llmEffort: ['llm', 'effort'],
  llmMonthlyCapUsd: ['llm', 'monthly_cap_usd'],
  llmTimeoutSeconds: ['llm', 'timeout_seconds'],
} as const satisfies Record<string, readonly [string, string?]>;

const Deployment = z.strictObject({
  tablePrefix: z
    .string()
    .regex(/^[a-zA-Z0-9._-]{3,200}$/, { error: '3 to 200 of letters, digits, dot, hyphen and underscore' })
    .default(TABLE_PREFIX),
  maxConcurrency: z.coerce.number().int().min(1).max(8).default(3),
  schedule: z.union([z.boolean(), z.stringbool()]).default(true),
  anthropicSecretName: z.string().min(1).max(512).optional(),
});

/** All context keys that this app reads. */
export const CONTEXT_KEYS = [...Object.keys(SETTING_KEYS), ...Object.keys(Deployment.shape)] as const;

/**
 * Configuration from context; values may be text, as the command line gives them.
 * @throws InvalidSettingsError naming the field, what is wrong with it and the allowed range
 */
export function parseConfig(readContext: (key: string) => unknown): LabConfig {
  const settings: Record<string, unknown> = {};
  for (const [key, [name, inner]] of Object.entries(SETTING_KEYS) as [string, readonly [string, string?]][]) {
    const value = numeric(readContext(key));
    if (value === undefined) continue;
    if (inner === undefined) settings[name] = value;
    else settings[name] = { ...(settings[name] as object | undefined), [inner]: value };
  }
  const given = Object.keys(Deployment.shape).map((key) => [key, readContext(key)]);
  const parsed = Deployment.safeParse(Object.fromEntries(given.filter(([, value]) => value !== undefined)));
  if (!parsed.success)
    throw new InvalidSettingsError(`${describeIssues(parsed.error)}; give it as -c KEY=VALUE`);
  const { anthropicSecretName, ...deployment } = parsed.data;
  return { settings: parseSettings(settings), ...deployment, anthropicSecretName };
}

/** A number for text that is one. */
function numeric(value: unknown): unknown {
  return typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value))
    ? Number(value)
    : value;
}
