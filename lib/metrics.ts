import { Duration } from 'aws-cdk-lib';
import {
  MathExpression,
  type MathExpressionProps,
  Metric,
  type MetricProps,
} from 'aws-cdk-lib/aws-cloudwatch';
import { LAB_METRICS, METRICS, STRATEGY_METRICS } from '../lambdas/shared/names.ts';
import { RunInput } from '../lambdas/shared/workflow.ts';

/** The time between two scheduled iterations: one point per iteration. */
export const PERIOD = Duration.hours(6);

/** Stands for each line's own campaign inside a label. */
export const CAMPAIGN = `\${PROP('Dim.${METRICS.dimension}')}`;

/** Stands for each line's own strategy inside a label. */
const STRATEGY = `\${PROP('Dim.${STRATEGY_METRICS.dimension}')}`;

type CampaignMetric = Exclude<keyof typeof METRICS, 'namespace' | 'dimension'>;
type StrategyMetric = Exclude<keyof typeof STRATEGY_METRICS, 'dimension'>;

/**
 * One of the laboratory's own metrics, a line per campaign. A search, since campaigns come and go without a deployment.
 * @param statistic as CloudWatch spells it, for example `Average`.
 */
export function perCampaign(
  metric: CampaignMetric,
  statistic: string,
  props: Partial<MathExpressionProps> = {},
): MathExpression {
  return searched([METRICS.dimension], METRICS[metric], statistic, { label: CAMPAIGN, ...props });
}

/** The same, a line per campaign and strategy. */
export function perStrategy(metric: StrategyMetric, statistic: string): MathExpression {
  const dimensions = [METRICS.dimension, STRATEGY_METRICS.dimension];
  return searched(dimensions, STRATEGY_METRICS[metric], statistic, { label: `${CAMPAIGN} ${STRATEGY}` });
}

/** A metric of the campaign that the schedule runs. Alarms know no search, so that this is the one they can watch. */
export function ofScheduledCampaign(metric: CampaignMetric, props: Partial<MetricProps>): Metric {
  const { campaign } = RunInput.parse({ trigger: 'schedule' });
  return new Metric({
    namespace: METRICS.namespace,
    metricName: METRICS[metric],
    dimensionsMap: { [METRICS.dimension]: campaign },
    ...props,
  });
}

/** A metric of the laboratory as a whole. */
export function ofLaboratory(metric: keyof typeof LAB_METRICS, props: Partial<MetricProps> = {}): Metric {
  return new Metric({
    namespace: METRICS.namespace,
    metricName: LAB_METRICS[metric],
    statistic: 'Maximum',
    period: PERIOD,
    ...props,
  });
}

function searched(
  dimensions: readonly string[],
  name: string,
  statistic: string,
  props: Partial<MathExpressionProps>,
): MathExpression {
  return new MathExpression({
    expression: `SEARCH('{${[METRICS.namespace, ...dimensions].join(',')}} MetricName="${name}"', '${statistic}', ${PERIOD.toSeconds()})`,
    period: PERIOD,
    usingMetrics: {},
    ...props,
  });
}
