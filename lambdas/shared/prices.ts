/**
 * Public prices in USD with the day on which they were noted. Every cost that the laboratory shows comes from here.
 */
export const PRICES = {
  notedOn: '2026-11-20',
  /** us-east-1, Linux on ARM64, on demand. */
  fargate: {
    vcpuHour: 0.03238,
    memoryGbHour: 0.00356,
    storageGbHour: 0.000111,
    freeStorageGb: 20,
    publicIpHour: 0.005,
  },
  /**
   * What Spot takes of the price of processors and memory at the least: up to 70 % off is advertised, and the price moves.
   * Disk and address are counted in full. Not checked against a bill.
   */
  fargateSpot: { notedOn: '2026-11-24', leastShare: 0.3 },
  /** The small rest: per secret, GB of stored image, GB of log, own metric above the free ones,
   * interface endpoint and zone (0.01 an hour, from older documentation, traffic left out); tables, functions, bucket. */
  monthly: {
    secret: 0.4,
    imageGb: 0.1,
    logGb: 0.5,
    metric: 0.3,
    freeMetrics: 10,
    endpoint: 7.3,
    pennies: 0.5,
  },
  /**
   * Standard storage in the bucket, us-east-1, first 50 TB, a month of 2^30 bytes; from older documentation, not checked
   * again. Requests cost less than a cent a thousand and the tables' storage less than a cent a month: both are left out.
   */
  storage: { gbMonth: 0.023 },
  /** One search of the web by the API's own tool, beside its tokens; from older documentation, not checked again. */
  webSearch: 0.01,
  /** Per million tokens; thinking is billed as output. */
  models: {
    'claude-haiku-5-5': { input: 0.1, output: 0.5 },
    'claude-sonnet-5': { input: 2, output: 10 },
    'claude-sonnet-5-5': { input: 2, output: 10 },
    'claude-opus-5': { input: 5, output: 25 },
    'claude-opus-5-5': { input: 4, output: 20 },
    'claude-fable-5-1': { input: 10, output: 50 },
  },
} as const;

/** Size of the Fargate task that the stack declares; the recorder prices an experiment's wall time with it. */
export const TASK_SIZE = { vcpu: 4, memoryGb: 8, storageGb: 40 } as const;

/**
 * USD per hour of one codec task, on demand. With `spot` the least that it can come to on Spot; caps and ledger count the
 * price on demand all the same, because Spot's is not known beforehand and a task may fall back.
 */
export function taskHourlyUsd(capacity: 'on-demand' | 'spot' = 'on-demand'): number {
  const { vcpuHour, memoryGbHour, storageGbHour, freeStorageGb, publicIpHour } = PRICES.fargate;
  const share = capacity === 'spot' ? PRICES.fargateSpot.leastShare : 1;
  const storage = Math.max(0, TASK_SIZE.storageGb - freeStorageGb) * storageGbHour;
  const size = TASK_SIZE.vcpu * vcpuHour + TASK_SIZE.memoryGb * memoryGbHour;
  return share * size + storage + publicIpHour;
}

/** Months for which what an experiment leaves is paid in advance. It never expires: what lies longer is not in the ledger. */
export const STORED_MONTHS = 12;

/** USD for keeping so many bytes in the artifact store for {@link STORED_MONTHS}. */
export function storageUsd(bytes: number): number {
  return (bytes / 2 ** 30) * PRICES.storage.gbMonth * STORED_MONTHS;
}

/**
 * USD for one answer of a model. A model without a price is charged as the dearest one, so that a cap errs on the safe
 * side.
 */
export function llmUsd(model: string, inputTokens: number, outputTokens: number): number {
  const table: Readonly<Record<string, { input: number; output: number }>> = PRICES.models;
  const price = table[model] ?? PRICES.models['claude-fable-5-1'];
  return (inputTokens * price.input + outputTokens * price.output) / 1_000_000;
}
