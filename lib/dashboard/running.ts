import { AlarmStatusWidget, GraphWidget, type IAlarm, type IWidget } from 'aws-cdk-lib/aws-cloudwatch';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Config } from '../config.ts';
import { CAMPAIGN, PERIOD, perCampaign } from '../metrics.ts';
import { SCHEDULE_HOURS } from '../schedule.ts';
import { FULL, HALF } from './grid.ts';
import type { LabWidgets } from './lab-widgets.ts';

export interface RunningProps {
  readonly config: Config;
  readonly machine: StateMachine;
  readonly undelivered: IQueue;
  readonly alarms: readonly IAlarm[];
  readonly widgets: LabWidgets;
}

/** Alarms, the last runs and the next, and how runs ended. */
export function running({ config, machine, undelivered, alarms, widgets }: RunningProps): IWidget[][] {
  const counted = { period: PERIOD, statistic: 'Sum' };
  const startHours = config.scheduleEnabled ? SCHEDULE_HOURS : [];
  return [
    [new AlarmStatusWidget({ title: 'Alarms', alarms: [...alarms], width: FULL, height: 3 })],
    [
      widgets.show(
        { title: 'Last runs and the next', width: HALF, height: 7 },
        { view: 'runs', startHours: [...startHours] },
      ),
      new GraphWidget({
        title: 'Runs and experiments',
        width: HALF,
        height: 7,
        left: [
          machine.metricStarted({ ...counted, label: 'runs started' }),
          machine.metricSucceeded({ ...counted, label: 'runs succeeded' }),
          machine.metricFailed({ ...counted, label: 'runs failed' }),
          machine.metricTimedOut({ ...counted, label: 'runs timed out' }),
          machine.metricAborted({ ...counted, label: 'runs aborted' }),
          undelivered.metricApproximateNumberOfMessagesVisible({
            period: PERIOD,
            statistic: 'Maximum',
            label: 'starts not delivered',
          }),
        ],
        leftYAxis: { label: 'runs', min: 0, showUnits: false },
        right: [
          perCampaign('experimentsRecorded', 'Sum', { label: `experiments recorded, ${CAMPAIGN}` }),
          perCampaign('experimentsFailed', 'Sum', { label: `of them failed, ${CAMPAIGN}` }),
        ],
        rightYAxis: { label: 'experiments', min: 0, showUnits: false },
      }),
    ],
  ];
}
