/**
 * Where each context key goes in the settings. `lock_minutes` has no key: it has to outlast the workflow's own timeout,
 * which is fixed.
 */
export const SETTINGS_PATHS: Readonly<Record<string, readonly [string] | readonly [string, string]>> = {
  arms: ['arms'],
  frames: ['frames'],
  gop: ['gop'],
  ratePoints: ['rate_points'],
  cpuSecondsPerArm: ['cpu_seconds_per_arm'],
  syntheticWidth: ['synthetic', 'width'],
  syntheticHeight: ['synthetic', 'height'],
  syntheticClips: ['synthetic', 'clips'],
  seed: ['seed'],
  llmModel: ['llm', 'model'],
  llmEffort: ['llm', 'effort'],
  llmMaxTokens: ['llm', 'max_tokens'],
  llmTimeoutSeconds: ['llm', 'timeout_seconds'],
  llmMonthlyCapUsd: ['llm', 'monthly_cap_usd'],
  monthlyCapUsd: ['monthly_cap_usd'],
};

/** All keys that may be given as `-c KEY=VALUE`. */
export const CONTEXT_KEYS: readonly string[] = [
  ...Object.keys(SETTINGS_PATHS),
  'tablePrefix',
  'maxConcurrency',
  'scheduleEnabled',
  'anthropicSecretName',
  'logDays',
];

/** Keys whose value is text even when it looks like a number. */
const TEXT_KEYS = ['tablePrefix', 'anthropicSecretName', 'llmModel', 'llmEffort'];

/** A context value as JSON would have it: the command line gives all of them as text. */
export function readableKey(key: string, value: unknown): unknown {
  if (typeof value !== 'string' || TEXT_KEYS.includes(key)) return value;
  if (value === 'true' || value === 'false') return value === 'true';
  return value.trim() !== '' && Number.isFinite(Number(value)) ? Number(value) : value;
}

/** Partial settings, nested as the contract has them, from flat context. */
export function settingsFrom(context: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const settings: Record<string, unknown> = {};
  for (const [key, [first, second]] of Object.entries(SETTINGS_PATHS)) {
    if (context[key] === undefined) continue;
    const value = readableKey(key, context[key]);
    if (second === undefined) settings[first] = value;
    else settings[first] = { ...(settings[first] as object | undefined), [second]: value };
  }
  return settings;
}
