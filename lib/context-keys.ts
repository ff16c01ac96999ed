/**
 * Where each context key goes in the settings. `lock_minutes` has no key: it has to outlast the workflow's own timeout,
 * which is fixed.
 */
export const SETTINGS_PATHS: Readonly<Record<string, readonly [string, ...string[]]>> = {
  arms: ['arms'],
  frames: ['frames'],
  gop: ['gop'],
  ratePoints: ['rate_points'],
  screening: ['screening', 'enabled'],
  screeningClips: ['screening', 'clips'],
  screeningRatePoints: ['screening', 'rate_points'],
  clipsPerTask: ['clips_per_task'],
  cpuSecondsPerArm: ['cpu_seconds_per_arm'],
  syntheticWidth: ['synthetic', 'width'],
  syntheticHeight: ['synthetic', 'height'],
  syntheticClips: ['synthetic', 'clips'],
  seed: ['seed'],
  llmProvider: ['llm', 'provider'],
  llmModel: ['llm', 'model'],
  llmEffort: ['llm', 'effort'],
  llmMaxTokens: ['llm', 'max_tokens'],
  llmTimeoutSeconds: ['llm', 'timeout_seconds'],
  llmWebSearch: ['llm', 'web_search', 'enabled'],
  llmWebSearchMaxUses: ['llm', 'web_search', 'max_uses'],
  llmMonthlyCapUsd: ['llm', 'monthly_cap_usd'],
  llmRunCapUsd: ['llm', 'run_cap_usd'],
  monthlyCapUsd: ['monthly_cap_usd'],
  runCapUsd: ['run_cap_usd'],
  circuitFailures: ['circuit_failures'],
};

/** All keys that may be given as `-c KEY=VALUE`. */
export const CONTEXT_KEYS: readonly string[] = [
  ...Object.keys(SETTINGS_PATHS),
  'tablePrefix',
  'maxConcurrency',
  'spot',
  'interfaceEndpoints',
  'scheduleEnabled',
  'anthropicSecretName',
  'logDays',
  'alarmEmail',
  'awsBudgetUsd',
  'allowOverCap',
];

/** Keys whose value is text even when it looks like a number. */
const TEXT_KEYS = [
  'tablePrefix',
  'anthropicSecretName',
  'alarmEmail',
  'llmProvider',
  'llmModel',
  'llmEffort',
];

/** A context value as JSON would have it: the command line gives all of them as text. */
export function readableKey(key: string, value: unknown): unknown {
  if (typeof value !== 'string' || TEXT_KEYS.includes(key)) return value;
  if (value === 'true' || value === 'false') return value === 'true';
  return value.trim() !== '' && Number.isFinite(Number(value)) ? Number(value) : value;
}

/** Partial settings, nested as the contract has them, from flat context. */
export function settingsFrom(context: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.entries(SETTINGS_PATHS).reduce<Record<string, unknown>>(
    (settings, [key, path]) =>
      context[key] === undefined ? settings : withValue(settings, path, readableKey(key, context[key])),
    {},
  );
}

/** Settings with one more value at a path of at least one name. */
function withValue(
  settings: Readonly<Record<string, unknown>>,
  [name, ...rest]: readonly [string, ...string[]],
  value: unknown,
): Record<string, unknown> {
  const [next, ...further] = rest;
  if (next === undefined) return { ...settings, [name]: value };
  const inner = (settings[name] ?? {}) as Readonly<Record<string, unknown>>;
  return { ...settings, [name]: withValue(inner, [next, ...further], value) };
}
