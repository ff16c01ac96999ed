import { Duration } from 'aws-cdk-lib';
import { FargatePlatformVersion } from 'aws-cdk-lib/aws-ecs';
import {
  Choice,
  Condition,
  type IChainable,
  IntegrationPattern,
  JsonPath,
  Pass,
  Timeout,
} from 'aws-cdk-lib/aws-stepfunctions';
import {
  CapacityProviderOptions,
  EcsFargateLaunchTarget,
  EcsRunTask,
} from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';
import { ENVIRONMENT } from '../lambdas/shared/names.ts';
import { Arm } from '../lambdas/shared/workflow.ts';
import type { CodecRunner } from './codec-runner.ts';
import type { Config } from './config.ts';
import { lambdaStep } from './lambda-step.ts';
import type { Recording } from './recording.ts';
import { armMinutes } from './workflow-limits.ts';
import { TASK_START_RETRY } from './workflow-retries.ts';

/** Wherever something is caught, the error goes here and the rest of the state stays. */
export const KEEP_FAILURE = { errors: ['States.ALL'], resultPath: '$.failure' };

export interface ArmStepsProps {
  readonly config: Config;
  readonly runner: CodecRunner;
  readonly recording: Recording;
  /** Names of the states, which differ in each Map. */
  readonly names: {
    readonly run: string;
    /** Of the two states that fall back from Spot; they are there only where it is on. */
    readonly wasTakenBack: string;
    readonly runOnDemand: string;
    readonly recordResult: string;
    readonly recordFailure: string;
    readonly notRecorded: string;
  };
}

/** What ECS says of a task that Spot's capacity ended or never began: in StopCode, StoppedReason or the error's own words. */
const SPOT_SIGNS = ['*SpotInterruption*', '*apacity is unavailable*', '*apacity provider*'];

/**
 * What a Map does with each item: runs the task and records it, well or not. It never fails, so that no arm aborts another,
 * and its output is empty, so that no number of items exceeds a payload.
 */
export function armSteps(scope: Construct, props: ArmStepsProps): IChainable {
  const { config, names } = props;
  const notRecorded = new Pass(scope, names.notRecorded, {
    comment: 'Conclude finds an experiment without a record and ends it.',
    outputPath: JsonPath.DISCARD,
  });
  const noteUnrecorded = { errors: ['States.ALL'], resultPath: '$.not_recorded' };
  const result = recordStep(scope, names.recordResult, props, 'record-result');
  result.addCatch(notRecorded, noteUnrecorded);
  const failure = recordStep(scope, names.recordFailure, props, 'record-failure', {
    failure: JsonPath.objectAt('$.failure'),
  });
  failure.addCatch(notRecorded, noteUnrecorded);
  const task = runStep(scope, names.run, props, config.spot);
  task.next(result);
  if (!config.spot) return task.addCatch(failure, KEEP_FAILURE);
  const again = runStep(scope, names.runOnDemand, props, false);
  again.addCatch(failure, KEEP_FAILURE);
  again.next(result);
  const taken = SPOT_SIGNS.map((sign) => Condition.stringMatches('$.failure.Cause', sign));
  const isTaken = Condition.and(Condition.isPresent('$.failure.Cause'), Condition.or(...taken));
  const choice = new Choice(scope, names.wasTakenBack).when(isTaken, again).otherwise(failure);
  return task.addCatch(choice, KEEP_FAILURE);
}

function runStep(
  scope: Construct,
  id: string,
  { config, runner }: ArmStepsProps,
  onSpot: boolean,
): EcsRunTask {
  const variable = (name: string, field: keyof Arm) => ({ name, value: JsonPath.stringAt(`$.${field}`) });
  const task = new EcsRunTask(scope, id, {
    integrationPattern: IntegrationPattern.RUN_JOB,
    cluster: runner.cluster,
    taskDefinition: runner.task,
    launchTarget: new EcsFargateLaunchTarget({
      platformVersion: FargatePlatformVersion.VERSION1_4,
      ...(onSpot && {
        capacityProviderOptions: CapacityProviderOptions.custom([
          { capacityProvider: 'FARGATE_SPOT', weight: 1 },
        ]),
      }),
    }),
    subnets: { subnetType: runner.subnetType },
    assignPublicIp: !config.interfaceEndpoints,
    securityGroups: [runner.securityGroup],
    containerOverrides: [
      {
        containerDefinition: runner.container,
        environment: [
          variable(ENVIRONMENT.campaign, 'campaign'),
          variable(ENVIRONMENT.experimentId, 'experiment_id'),
          variable(ENVIRONMENT.shard, 'shard'),
        ],
      },
    ],
    taskTimeout: Timeout.duration(Duration.minutes(armMinutes(config))),
    resultPath: JsonPath.DISCARD,
  });
  task.addRetry(TASK_START_RETRY);
  return task;
}

function recordStep(
  scope: Construct,
  id: string,
  { recording }: ArmStepsProps,
  action: string,
  more: Readonly<Record<string, unknown>> = {},
) {
  const ids = Object.keys(Arm.shape).map((field) => [field, JsonPath.stringAt(`$.${field}`)]);
  return lambdaStep(scope, id, {
    program: recording.recorder,
    payload: { action, ...Object.fromEntries(ids), ...more },
    timeout: Duration.minutes(6),
    isLast: true,
  });
}
