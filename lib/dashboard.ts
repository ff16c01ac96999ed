import { Duration } from 'aws-cdk-lib';
import {
  Dashboard as CloudWatchDashboard,
  GraphWidget,
  type IWidget,
  SingleValueWidget,
  TextWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { TIERS } from '../lambdas/shared/names.ts';
import { CAMPAIGN, PERIOD, perCampaign } from './metrics.ts';

const HALF = 12;
const FULL = 24;

const HOW_TO_READ = `# Codec Lab
**Best BD-rate** is the champion of each campaign: average bitrate difference against HEVC at equal quality, in percent. Negative is better, -50 means half the bitrate.
**Confidence** is what the planner gave its hypothesis before the run, **prediction error** how far the measured BD-rate then lay from the forecast, in percentage points. A good planner is confident when its error is small.
One point is six hours, the time between two scheduled iterations. A declined iteration counts as a run that succeeded.`;

/** The first page to look at: does it run, and does it get better? */
export class Dashboard extends Construct {
  readonly dashboard: CloudWatchDashboard;

  constructor(scope: Construct, id: string, props: { machine: StateMachine; undelivered: IQueue }) {
    super(scope, id);
    this.dashboard = new CloudWatchDashboard(this, 'Dashboard', {
      defaultInterval: Duration.days(14),
      widgets: [
        [new TextWidget({ markdown: HOW_TO_READ, width: FULL, height: 5 })],
        [bestSoFar()],
        runs(props.machine, props.undelivered),
        progress(),
        intelligence(),
        spending(),
      ],
    });
  }
}

function runs(machine: StateMachine, undelivered: IQueue): IWidget[] {
  const counted = { period: PERIOD, statistic: 'Sum' };
  return [
    new GraphWidget({
      title: 'Runs',
      width: HALF,
      left: [
        machine.metricStarted({ ...counted, label: 'started' }),
        machine.metricSucceeded({ ...counted, label: 'succeeded' }),
      ],
      leftYAxis: { min: 0 },
    }),
    new GraphWidget({
      title: 'Failures',
      width: HALF,
      left: [
        machine.metricFailed({ ...counted, label: 'runs failed' }),
        machine.metricTimedOut({ ...counted, label: 'runs timed out' }),
        machine.metricAborted({ ...counted, label: 'runs aborted' }),
        undelivered.metricApproximateNumberOfMessagesVisible({
          period: PERIOD,
          statistic: 'Maximum',
          label: 'starts not delivered',
        }),
        perCampaign('experimentsFailed', 'Sum', { label: `experiments failed, ${CAMPAIGN}` }),
      ],
      leftYAxis: { min: 0 },
    }),
  ];
}

function bestSoFar(): IWidget {
  return new SingleValueWidget({
    title: 'Best BD-rate of each campaign, in percent',
    width: FULL,
    height: 3,
    metrics: [perCampaign('bestBdRate', 'Minimum')],
  });
}

function progress(): IWidget[] {
  return [
    new GraphWidget({
      title: 'Best BD-rate against HEVC',
      width: HALF,
      left: [perCampaign('bestBdRate', 'Minimum')],
      leftAnnotations: [
        { value: 0, label: 'HEVC' },
        ...TIERS.map((tier) => ({ value: -tier, label: `tier ${tier}` })),
      ],
      leftYAxis: { label: 'percent, lower is better', showUnits: false },
    }),
    new GraphWidget({
      title: 'Confidence and prediction error',
      width: HALF,
      left: [perCampaign('confidence', 'Average')],
      leftYAxis: { label: 'confidence', min: 0, max: 1, showUnits: false },
      right: [perCampaign('predictionError', 'Average')],
      rightYAxis: { label: 'percentage points', min: 0, showUnits: false },
    }),
  ];
}

function intelligence(): IWidget[] {
  return [
    new GraphWidget({
      title: 'Convergence and efficiency',
      width: HALF,
      left: [perCampaign('convergence', 'Average')],
      leftYAxis: { label: 'points per iteration, less is better', showUnits: false },
      right: [perCampaign('efficiency', 'Average')],
      rightYAxis: { label: 'points gained per USD', min: 0, showUnits: false },
    }),
    new GraphWidget({
      title: 'Adaptation, calibration, novelty',
      width: HALF,
      left: [
        perCampaign('adaptation', 'Average', { label: `refuted directions left, ${CAMPAIGN}` }),
        perCampaign('calibration', 'Average', { label: `forecasts that held, ${CAMPAIGN}` }),
        perCampaign('novelty', 'Average', { label: `distance to the nearest earlier, ${CAMPAIGN}` }),
      ],
      leftAnnotations: [{ value: 0.8, label: 'what forecasts promise' }],
      leftYAxis: { min: 0, max: 1, showUnits: false },
    }),
  ];
}

function spending(): IWidget[] {
  return [
    new GraphWidget({
      title: 'Experiments recorded',
      width: HALF,
      left: [perCampaign('experimentsRecorded', 'Sum')],
      leftYAxis: { min: 0 },
    }),
    new GraphWidget({
      title: 'Plans without the LLM and its cost',
      width: HALF,
      left: [perCampaign('fallbackPlans', 'Sum')],
      leftYAxis: { label: 'plans by rules', min: 0, showUnits: false },
      right: [perCampaign('llmCost', 'Sum')],
      rightYAxis: { label: 'USD', min: 0, showUnits: false },
    }),
  ];
}
