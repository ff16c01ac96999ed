import { LAB_METRICS, METRICS, STRATEGIES, STRATEGY_METRICS } from '../lambdas/shared/names.ts';
import { llmUsd, PRICES, taskHourlyUsd } from '../lambdas/shared/prices.ts';
import { parseSettings } from '../lambdas/shared/settings.ts';
import { taskSeconds } from '../lambdas/shared/task-time.ts';
import type { Config } from './config.ts';
import { ENDPOINT_ZONES } from './network.ts';
import { armMinutes } from './workflow-limits.ts';

/** What a month's cost depends on. */
export interface Usage {
  /** Experiments per iteration. */
  readonly arms: number;
  /** Hours that one experiment's task runs, from the pull of its image to its end. */
  readonly hoursPerArm: number;
  /** Model that plans, or undefined for rules only. */
  readonly model: string | undefined;
  /** USD a month at which planning falls back to rules. */
  readonly llmCapUsd?: number;
  /** Iterations a day; the schedule makes four. */
  readonly runsPerDay?: number;
  /** Interface endpoints of the tasks' network, one for each service and zone. */
  readonly endpoints?: number;
  /** Campaigns that report metrics in the month. */
  readonly campaigns?: number;
}

/** USD per month, before any free tier but that of CloudWatch's own metrics. */
export interface MonthlyCost {
  readonly fargate: number;
  readonly claude: number;
  /** Secret, image, logs, metrics, endpoints, tables, functions, bucket. */
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
  const plans = model === undefined ? 0 : runs * llmUsd(model, TOKENS.input, TOKENS.output);
  const claude = Math.min(plans, usage.llmCapUsd ?? Number.POSITIVE_INFINITY);
  const other = otherUsd(usage);
  return { fargate, claude, other, total: fargate + claude + other };
}

/** The least that so many USD of tasks on demand can come to on Spot. */
export function leastOnSpotUsd(fargate: number): number {
  return (fargate * taskHourlyUsd('spot')) / taskHourlyUsd();
}

function otherUsd({ model, campaigns = 1, endpoints = 0 }: Usage): number {
  const { secret, imageGb, logGb, metric, freeMetrics, endpoint, pennies } = PRICES.monthly;
  return (
    (model === undefined ? 0 : secret) +
    SIZES.imagesGb * imageGb +
    SIZES.logsGb * logGb +
    Math.max(0, ownMetrics(campaigns) - freeMetrics) * metric +
    endpoints * endpoint +
    pennies
  );
}

/**
 * What a deployment will use when every arm takes all the time that is set aside for one of `cpu_seconds_per_arm`. Nothing
 * is counted for a model that the deployment cannot reach.
 */
export function usageOf(config: Config): Usage {
  const { settings, anthropicSecretName, scheduleEnabled } = config;
  const { arms, cpu_seconds_per_arm, llm } = settings;
  const isAsked = anthropicSecretName !== undefined || llm.provider === 'bedrock';
  return {
    arms,
    hoursPerArm: Math.min(taskSeconds(cpu_seconds_per_arm) / 3600, armMinutes(config) / 60),
    // Bedrock spells its models like `global.anthropic.NAME`; the prices know the last part.
    model: isAsked ? llm.model.replace(/^.*anthropic\./, '') : undefined,
    llmCapUsd: llm.monthly_cap_usd,
    runsPerDay: scheduleEnabled ? 4 : 0,
    ...(config.interfaceEndpoints && { endpoints: ENDPOINT_ZONES }),
  };
}

/** Rows of the README's table: the default number of arms from minutes to an hour each, and the most arms. */
function examples(): readonly Usage[] {
  const { arms, cpu_seconds_per_arm } = parseSettings({});
  const planned = { arms, hoursPerArm: taskSeconds(cpu_seconds_per_arm) / 3600 };
  const model = 'claude-sonnet-5-5';
  return [
    { ...planned, model: undefined },
    { arms, hoursPerArm: 0.25, model: undefined },
    { ...planned, model },
    { arms, hoursPerArm: 0.25, model },
    { arms, hoursPerArm: 1, model },
    { arms: 8, hoursPerArm: 0.25, model },
  ];
}

/** The estimate for some usages as cells: a row of headings, then one for each. */
export function costRows(usages: readonly Usage[] = examples()): string[][] {
  const rows = usages.map((usage) => {
    const { fargate, claude, other, total } = estimateMonthlyCost(usage);
    const money = [fargate, claude, other, total].map((usd) => usd.toFixed(2));
    return [
      String(usage.arms),
      `${Math.round(usage.hoursPerArm * 60)} min`,
      usage.model ?? 'rules',
      ...money,
    ];
  });
  return [['Arms', 'Time per arm', 'Planner', 'Fargate', 'Claude', 'Other', 'USD a month'], ...rows];
}

/** The same as a table in Markdown, as the README has it. */
export function costTable(usages?: readonly Usage[]): string {
  const [head = [], ...rows] = costRows(usages);
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
