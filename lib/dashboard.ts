import { Duration } from 'aws-cdk-lib';
import {
  Dashboard,
  GraphWidget,
  MathExpression,
  SingleValueWidget,
  TextWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { METRICS } from '../lambdas/shared/names.ts';

export interface LabDashboardProps {
  readonly stateMachine: StateMachine;
}

const HOW_TO_READ = [
  '**Codec Lab.** BD-rate: bitrate against HEVC (x265 medium) at equal quality, in percent; below zero saves bits.',
  'Best BD-rate is the champion of each campaign. Forecast error: distance between the forecast and the measurement, in points.',
  'An iteration runs at 00, 06, 12 and 18 UTC. The reasoning is in the reasoning table, the bitstreams are in the bucket.',
].join('\n\n');

/** The first widgets: does it run, does it fail, does it learn. */
export class LabDashboard extends Construct {
  readonly dashboard: Dashboard;

  constructor(scope: Construct, id: string, { stateMachine }: LabDashboardProps) {
    super(scope, id);
    this.dashboard = new Dashboard(this, 'Board', { defaultInterval: Duration.days(14) });
    const day = Duration.days(1);
    const every = Duration.hours(6);
    this.dashboard.addWidgets(new TextWidget({ markdown: HOW_TO_READ, width: 24, height: 4 }));
    this.dashboard.addWidgets(
      new GraphWidget({
        title: 'Iterations per day',
        width: 8,
        left: [stateMachine.metricSucceeded({ period: day, label: 'ended well' })],
        right: [
          stateMachine.metricFailed({ period: day, label: 'failed' }),
          stateMachine.metricTimedOut({ period: day, label: 'timed out' }),
          stateMachine.metricAborted({ period: day, label: 'aborted' }),
        ],
      }),
      new GraphWidget({
        title: 'Experiments per day',
        width: 8,
        left: [
          perCampaign(METRICS.experimentsRecorded, 'Sum', day, 'recorded'),
          perCampaign(METRICS.experimentsFailed, 'Sum', day, 'failed'),
        ],
      }),
      new SingleValueWidget({
        title: 'Best BD-rate so far (%)',
        width: 8,
        height: 6,
        metrics: [perCampaign(METRICS.bestBdRate, 'Minimum', every, 'champion')],
      }),
    );
    this.dashboard.addWidgets(
      new GraphWidget({
        title: 'BD-rate of experiments and of the champion (%)',
        width: 12,
        left: [
          perCampaign(METRICS.bdRate, 'Minimum', every, 'best of the iteration'),
          perCampaign(METRICS.bestBdRate, 'Minimum', every, 'champion'),
        ],
        leftAnnotations: [
          { value: 0, label: 'HEVC' },
          { value: -50, label: 'tier 50' },
        ],
      }),
      new GraphWidget({
        title: 'Confidence, and how far forecasts were off',
        width: 12,
        left: [perCampaign(METRICS.confidence, 'Average', every, 'confidence (0 to 1)')],
        right: [perCampaign(METRICS.predictionError, 'Average', every, 'forecast error (points)')],
        leftYAxis: { min: 0, max: 1 },
      }),
    );
  }
}

/** One line per campaign, found by search: campaigns are named by people and not known at deployment. */
function perCampaign(metric: string, statistic: string, period: Duration, label: string): MathExpression {
  const schema = `{${METRICS.namespace},${METRICS.dimension}}`;
  return new MathExpression({
    expression: `SEARCH('${schema} MetricName="${metric}"', '${statistic}', ${period.toSeconds()})`,
    label,
    period,
    usingMetrics: {},
  });
}
