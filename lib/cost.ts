import { LAB_METRICS, METRICS, STRATEGIES, STRATEGY_METRICS } from '../lambdas/shared/names.ts';
import { llmUsd, PRICES, taskHourlyUsd } from '../lambdas/shared/prices.ts';

/** What a month's cost depends on. */
export interface Usage {
  /** Experiments per iteration. */
  readonly arms: number;
  /** Hours that one experiment's task runs, from the pull of its image to its end. */
  readonly hoursPerArm: number;
  /** Model that plans, or undefined for rules only. */
  readonly model: string | undefined;
  /** Iterations a day; the schedule makes four. */
  readonly runsPerDay?: number;
  /** Campaigns that report metrics in the month. */
  readonly campaigns?: number;
}

/** USD per month, before any free tier but that of CloudWatch's own metrics. */
export interface MonthlyCost {
  readonly fargate: number;
  readonly claude: number;
  /** Secret, image, logs, metrics, tables, functions, bucket. */
  readonly other: number;
  readonly total: number;
}

const DAYS_PER_MONTH = 365 / 12;

/** A plan's usual size in tokens. */
const TOKENS = { input: 30_000, output: 8_000 } as const;

/** Images of a few deployments and a month's logs in GB; both are small beside the tasks. */
const SIZES = { imagesGb: 2, logsGb: 0.5 } as const;

/** Own metrics in CloudWatch: each combination of name and dimensions is billed as one. */
export function ownMetrics(campaigns: number): number {
  const ofCampaign = Object.keys(METRICS).length - 2;
  const ofStrategy = Object.keys(STRATEGY_METRICS).length - 1;
  return campaigns * (ofCampaign + STRATEGIES.length * ofStrategy) + Object.keys(LAB_METRICS).length;
}

/**
 * Estimate of a month: runs x arms x hours x the task's hourly price, runs x a plan's tokens, and the small rest. Prices
 * as noted in `PRICES`.
 */
export function estimateMonthlyCost(usage: Usage): MonthlyCost {
  const { arms, hoursPerArm, model, runsPerDay = 4 } = usage;
  const runs = runsPerDay * DAYS_PER_MONTH;
  const fargate = runs * arms * hoursPerArm * taskHourlyUsd();
  const claude = model === undefined ? 0 : runs * llmUsd(model, TOKENS.input, TOKENS.output);
  const other = otherUsd(usage);
  return { fargate, claude, other, total: fargate + claude + other };
}

function otherUsd({ model, campaigns = 1 }: Usage): number {
  const { secret, imageGb, logGb, metric, freeMetrics, pennies } = PRICES.monthly;
  return (
    (model === undefined ? 0 : secret) +
    SIZES.imagesGb * imageGb +
    SIZES.logsGb * logGb +
    Math.max(0, ownMetrics(campaigns) - freeMetrics) * metric +
    pennies
  );
}

/** Rows of the README's table: from a campaign of synthetic clips to hours of encoding. */
const EXAMPLES: readonly Usage[] = [
  { arms: 3, hoursPerArm: 0.05, model: undefined },
  { arms: 3, hoursPerArm: 0.05, model: 'claude-sonnet-5-5' },
  { arms: 3, hoursPerArm: 0.5, model: 'claude-sonnet-5-5' },
  { arms: 3, hoursPerArm: 1, model: 'claude-sonnet-5-5' },
  { arms: 8, hoursPerArm: 0.5, model: 'claude-sonnet-5-5' },
];

/** The estimate for some usages as a table in Markdown. */
export function costTable(usages: readonly Usage[] = EXAMPLES): string {
  const rows = usages.map((usage) => {
    const { fargate, claude, other, total } = estimateMonthlyCost(usage);
    const money = [fargate, claude, other, total].map((usd) => usd.toFixed(2));
    return [usage.arms, `${usage.hoursPerArm * 60} min`, usage.model ?? 'rules', ...money];
  });
  const head = ['Arms', 'Time per arm', 'Planner', 'Fargate', 'Claude', 'Other', 'USD a month'];
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
