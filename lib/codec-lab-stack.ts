import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { CodecRunner } from './codec-runner.ts';
import type { Config } from './config.ts';
import { Dashboard } from './dashboard.ts';
import { addOutputs } from './outputs.ts';
import { Planning } from './planning.ts';
import { Recording } from './recording.ts';
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
    const { machine } = new Workflow(this, 'Workflow', { config, planning, runner, recording });
    const { undelivered } = new Schedule(this, 'Schedule', { machine, enabled: config.scheduleEnabled });
    const { dashboard } = new Dashboard(this, 'Dashboard', { machine, undelivered });
    addOutputs(this, { machine, dashboard, storage });
  }
}
