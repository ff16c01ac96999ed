import { Duration } from 'aws-cdk-lib';
import { MathExpression, type MathExpressionProps } from 'aws-cdk-lib/aws-cloudwatch';
import { METRICS } from '../lambdas/shared/names.ts';

/** The time between two scheduled iterations: one point per iteration. */
export const PERIOD = Duration.hours(6);

/** Stands for each line's own campaign inside a label. */
export const CAMPAIGN = `\${PROP('Dim.${METRICS.dimension}')}`;

type CampaignMetric = Exclude<keyof typeof METRICS, 'namespace' | 'dimension'>;

/**
 * One of the laboratory's own metrics, a line per campaign. A search, since campaigns come and go without a deployment.
 * @param statistic as CloudWatch spells it, for example `Average`.
 */
export function perCampaign(
  metric: CampaignMetric,
  statistic: string,
  props: Partial<MathExpressionProps> = {},
): MathExpression {
  const { namespace, dimension } = METRICS;
  return new MathExpression({
    expression: `SEARCH('{${namespace},${dimension}} MetricName="${METRICS[metric]}"', '${statistic}', ${PERIOD.toSeconds()})`,
    label: CAMPAIGN,
    period: PERIOD,
    usingMetrics: {},
    ...props,
  });
}
