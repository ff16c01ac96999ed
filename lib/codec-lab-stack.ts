import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { Alarms } from './alarms.ts';
import { BillAlert } from './bill-alert.ts';
import { CodecRunner } from './codec-runner.ts';
import type { Config } from './config.ts';
import { Dashboard } from './dashboard/dashboard.ts';
import { LabWidgets } from './dashboard/lab-widgets.ts';
import { addOutputs } from './outputs.ts';
import { Planning } from './planning.ts';
import { Recording } from './recording.ts';
import { SavedQueries } from './saved-queries.ts';
import { Schedule } from './schedule.ts';
import { Storage } from './storage.ts';
import { Workflow } from './workflow.ts';

export interface CodecLabStackProps extends StackProps {
  readonly config: Config;
}

/** The laboratory in one account and region. Left without account and region, so that synthesis needs neither. */
export class CodecLabStack extends Stack {
  constructor(scope: Construct, id: string, { config, ...props }: CodecLabStackProps) {
    super(scope, id, {
      description: 'Codec Lab: a laboratory that researches video codecs by itself',
      ...props,
    });
    const storage = new Storage(this, 'Storage', config);
    const planning = new Planning(this, 'Planning', config, storage);
    const runner = new CodecRunner(this, 'CodecRunner', config, storage);
    const recording = new Recording(this, 'Recording', config, storage);
    const { machine } = new Workflow(this, 'Workflow', {
      ...{ config, planning, runner, recording, artifacts: storage.artifacts },
    });
    planning.watch(machine, runner.cluster);
    const { undelivered } = new Schedule(this, 'Schedule', { machine, enabled: config.scheduleEnabled });
    const { topic, all: alarms } = new Alarms(this, 'Alarms', { config, machine, undelivered });
    if (config.awsBudgetUsd !== undefined)
      new BillAlert(this, 'BillAlert', { limitUsd: config.awsBudgetUsd, topic });
    const widgets = new LabWidgets(this, 'Widgets', config, storage);
    const { dashboard } = new Dashboard(this, 'Dashboard', {
      ...{ config, machine, undelivered },
      ...{ alarms, widgets },
    });
    const programs = [planning.planner, recording.recorder, widgets.program];
    new SavedQueries(this, 'SavedQueries', [...programs.map(({ logGroup }) => logGroup), runner.log]);
    addOutputs(this, {
      ...{ machine, dashboard, storage, topic, viewers: widgets.viewers },
      logs: { planner: planning.planner.logGroup, task: runner.log, recorder: recording.recorder.logGroup },
    });
  }
}
