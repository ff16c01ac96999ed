import * as z from 'zod';
import { InvalidSettingsError } from '../lambdas/shared/errors.ts';
import { TABLE_PREFIX } from '../lambdas/shared/names.ts';
import { LabSettings } from '../lambdas/shared/settings.ts';
import { CONTEXT_KEYS, readableKey, SETTINGS_PATHS, settingsFrom } from './context-keys.ts';

/** Retentions that CloudWatch Logs knows, in days; longer ones are left out on purpose. */
const LOG_DAYS = [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365] as const;

/** Everything that a deployment may choose. */
const Config = z.strictObject({
  settings: LabSettings,
  /** First part of both tables' names. */
  tablePrefix: z
    .string()
    .regex(/^[a-zA-Z0-9_.-]{3,200}$/, { error: 'expected 3 to 200 of letters, digits, _ . and -' })
    .default(TABLE_PREFIX),
  /** Codec tasks that run side by side. */
  maxConcurrency: z.int().min(1).max(1000).default(4),
  /** Whether tasks run on Fargate Spot first, and again on demand where that takes its capacity back or has none. */
  spot: z.boolean().default(false),
  /** Whether tasks run without a way out and reach image, logs, table and bucket by endpoints of their own network. */
  interfaceEndpoints: z.boolean().default(false),
  /** Whether the rule starts an iteration every six hours. */
  scheduleEnabled: z.boolean().default(true),
  /** Name of an existing Secrets Manager secret with the Claude API key; without one the rules plan. */
  anthropicSecretName: z
    .string()
    .regex(/^[\w/+=.@-]{1,512}$/, {
      error: 'expected a secret name: 1 to 512 of letters, digits and /_+=.@-',
    })
    .optional(),
  /** Days that logs are kept. */
  logDays: z.literal(LOG_DAYS).default(30),
  /** Who is written to when an alarm goes off; nobody where absent. */
  alarmEmail: z.email({ error: 'expected an e-mail address' }).optional(),
  /** USD of the whole account's bill a month from which AWS Budgets writes; no such budget where absent. */
  awsBudgetUsd: z.number().min(1).max(1_000_000).optional(),
  /** Whether to deploy what is estimated to cost more than the monthly cap. */
  allowOverCap: z.boolean().default(false),
});
export type Config = z.output<typeof Config>;

/**
 * Typed configuration from CDK context. Values of the command line arrive as text and are read as numbers and booleans.
 * Context that belongs to CDK itself is left alone; any other unknown key is an error, so that a typo is not silent.
 * @throws InvalidSettingsError naming the key, the value, what is allowed and how to give it.
 */
export function parseConfig(context: Readonly<Record<string, unknown>>): Config {
  const unknown = Object.keys(context).filter(
    (key) => /^[a-z]\w*$/i.test(key) && !CONTEXT_KEYS.includes(key),
  );
  if (unknown.length > 0) {
    throw new InvalidSettingsError(
      `context ${unknown.join(', ')} is not a setting of the laboratory: leave it out or use one of ${CONTEXT_KEYS.join(', ')}`,
    );
  }
  const parsed = Config.safeParse(configFrom(context));
  if (!parsed.success) throw new InvalidSettingsError(describe(parsed.error, context));
  return parsed.data;
}

function configFrom(context: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const own = Object.keys(Config.shape).filter((key) => key !== 'settings' && key in context);
  return {
    ...Object.fromEntries(own.map((key) => [key, readableKey(key, context[key])])),
    settings: settingsFrom(context),
  };
}

/** One sentence per fault, by the key that a person typed and not by the path inside the settings. */
function describe(error: z.ZodError, context: Readonly<Record<string, unknown>>): string {
  return error.issues
    .map(({ path, message }) => {
      const [first, ...rest] = path.map(String);
      const inside = rest.join('.');
      const key =
        first === 'settings'
          ? (CONTEXT_KEYS.find((name) => SETTINGS_PATHS[name]?.join('.') === inside) ?? inside)
          : String(first);
      return `${key} is ${JSON.stringify(context[key])}: ${message}; give it as -c ${key}=VALUE`;
    })
    .join('; ');
}
