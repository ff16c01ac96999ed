import { llmUsd, PRICES, TASK_SIZE, taskHourlyUsd } from '../lambdas/shared/prices.ts';

/** What a month's cost depends on. */
export interface Usage {
  /** Experiments per iteration. */
  readonly arms: number;
  /** Hours that one experiment's task runs. */
  readonly hoursPerArm: number;
  /** Model that plans, or undefined for rules only. */
  readonly model: string | undefined;
}

/** USD per month by part. */
export interface MonthlyCost {
  readonly fargate: number;
  readonly llm: number;
  /** Secret, logs, image, tables and Lambdas, rounded up generously. */
  readonly rest: number;
  readonly total: number;
}

const RUNS_PER_MONTH = 4 * 30.42;
/** A plan's usual size in tokens. */
const TOKENS = { input: 30_000, output: 8_000 } as const;
/** Secret 0.40, image storage 0.05, logs and metrics 1, tables and Lambdas 0.55; without Claude no secret. */
const REST = { withSecret: 2, without: 1.6 } as const;

/** Runs a month x arms x hours x hourly price of the task, and the model's tokens. Prices as noted in prices.ts. */
export function estimateMonthlyCost({ arms, hoursPerArm, model }: Usage): MonthlyCost {
  const fargate = RUNS_PER_MONTH * arms * hoursPerArm * taskHourlyUsd();
  const llm = model === undefined ? 0 : RUNS_PER_MONTH * llmUsd(model, TOKENS.input, TOKENS.output);
  const rest = model === undefined ? REST.without : REST.withSecret;
  return { fargate, llm, rest, total: fargate + llm + rest };
}

/** The estimate as the table of the README. */
export function costTable(): string {
  const row = (arms: number, hours: number, model: string | undefined) => {
    const { fargate, llm, total } = estimateMonthlyCost({ arms, hoursPerArm: hours, model });
    const cells = [
      arms,
      `${hours * 60} min`,
      model ?? 'rules',
      fargate.toFixed(2),
      llm.toFixed(2),
      total.toFixed(2),
    ];
    return `| ${cells.join(' | ')} |`;
  };
  return [
    '| arms | time per arm | planner | Fargate | Claude | total USD a month |',
    '|---|---|---|---|---|---|',
    row(3, 0.1, undefined),
    row(3, 0.1, 'claude-sonnet-5-5'),
    row(3, 0.5, 'claude-sonnet-5-5'),
    row(3, 1, 'claude-sonnet-5-5'),
    '',
    `Prices of ${PRICES.notedOn}, us-east-1, a task of ${TASK_SIZE.vcpu} vCPU, ${TASK_SIZE.memoryGb} GB and ${TASK_SIZE.storageGb} GB disk at ${taskHourlyUsd().toFixed(4)} USD an hour.`,
  ].join('\n');
}
