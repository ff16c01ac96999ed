import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { SubnetType } from 'aws-cdk-lib/aws-ec2';
import { FargatePlatformVersion } from 'aws-cdk-lib/aws-ecs';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import {
  Choice,
  Condition,
  DefinitionBody,
  Fail,
  IntegrationPattern,
  JsonPath,
  LogLevel,
  Map as MapState,
  Pass,
  QueryLanguage,
  StateMachine,
  Succeed,
  Timeout,
} from 'aws-cdk-lib/aws-stepfunctions';
import { EcsFargateLaunchTarget, EcsRunTask } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Construct } from 'constructs';
import { ENVIRONMENT, STATES } from '../lambdas/shared/names.ts';
import { Arm } from '../lambdas/shared/workflow.ts';
import { acknowledge, invocationOf } from './acknowledge.ts';
import type { CodecRunner } from './codec-runner.ts';
import type { Config } from './config.ts';
import { lambdaStep } from './lambda-step.ts';
import type { Planning } from './planning.ts';
import type { Recording } from './recording.ts';
import { armMinutes, WORKFLOW_MINUTES } from './workflow-limits.ts';
import { TASK_START_RETRY } from './workflow-retries.ts';

export interface WorkflowProps {
  readonly config: Config;
  readonly planning: Planning;
  readonly runner: CodecRunner;
  readonly recording: Recording;
}

/** Wherever something is caught, the error goes here and the rest of the state stays. */
const KEEP_FAILURE = { errors: ['States.ALL'], resultPath: '$.failure' };

/**
 * One iteration: plan, run the arms side by side, record each, conclude. The state carries ids, keys and one sentence;
 * results travel by the artifact store. Whatever happens after Receive ends in Conclude, which gives the lock back.
 */
export class Workflow extends Construct {
  readonly machine: StateMachine;
  readonly #props: WorkflowProps;

  constructor(scope: Construct, id: string, props: WorkflowProps) {
    super(scope, id);
    this.#props = props;
    this.machine = new StateMachine(this, 'Machine', {
      comment: 'Codec Lab: one iteration',
      queryLanguage: QueryLanguage.JSON_PATH,
      definitionBody: DefinitionBody.fromChainable(this.#iteration()),
      timeout: Duration.minutes(WORKFLOW_MINUTES),
      tracingEnabled: true,
      logs: {
        level: LogLevel.ALL,
        // The execution's history shows the same data for 90 days; the log need not hold it again.
        includeExecutionData: false,
        destination: new LogGroup(this, 'Log', {
          retention: props.config.logDays,
          removalPolicy: RemovalPolicy.DESTROY,
        }),
      },
    });
    const invoked = 'CDK allows the versions of a function with the function itself; this one has none.';
    acknowledge(this.machine.role, {
      'AwsSolutions-IAM5[Resource::*]':
        'The delivery of its log, its traces and the tasks that it has started have no name beforehand.',
      [invocationOf(props.planning.planner)]: invoked,
      [invocationOf(props.recording.recorder)]: invoked,
    });
  }

  #iteration(): Pass {
    const conclude = this.#conclude();
    const runArms = this.#runArms().addCatch(conclude, KEEP_FAILURE);
    runArms.next(conclude);
    const decide = new Choice(this, STATES.decide)
      .when(Condition.stringEquals('$.plan.decision', 'run'), runArms)
      .otherwise(new Succeed(this, STATES.declined, { outputPath: '$.plan' }));
    const plan = this.#plan().addCatch(conclude, KEEP_FAILURE);
    plan.next(decide);
    const receive = this.#receive();
    receive.next(plan);
    return receive;
  }

  /** Puts whatever came in under one name, so that no input can pass for a plan or keep a failure from being noted. */
  #receive(): Pass {
    return new Pass(this, STATES.receive, { parameters: { input: JsonPath.objectAt('$') } });
  }

  #plan() {
    return lambdaStep(this, STATES.plan, {
      program: this.#props.planning.planner,
      payload: {
        input: JsonPath.objectAt('$.input'),
        execution_id: JsonPath.executionId,
        started_at: JsonPath.executionStartTime,
      },
      timeout: Duration.minutes(16),
      answerPath: '$.plan',
    });
  }

  /** Each arm ends by itself, recorded or not, and never aborts its siblings. */
  #runArms(): MapState {
    const notRecorded = new Pass(this, STATES.notRecorded, {
      comment: 'Conclude finds an experiment without a record and ends it.',
    });
    const noteUnrecorded = { errors: ['States.ALL'], resultPath: '$.not_recorded' };
    const result = this.#record(STATES.recordResult, 'record-result').addCatch(notRecorded, noteUnrecorded);
    const failure = this.#record(STATES.recordFailure, 'record-failure', {
      failure: JsonPath.objectAt('$.failure'),
    }).addCatch(notRecorded, noteUnrecorded);
    const experiment = this.#runExperiment().addCatch(failure, KEEP_FAILURE);
    return new MapState(this, STATES.runArms, {
      itemsPath: '$.plan.arms',
      maxConcurrency: this.#props.config.maxConcurrency,
      resultPath: JsonPath.DISCARD,
    }).itemProcessor(experiment.next(result));
  }

  #runExperiment(): EcsRunTask {
    const { config, runner } = this.#props;
    const experiment = new EcsRunTask(this, STATES.runExperiment, {
      integrationPattern: IntegrationPattern.RUN_JOB,
      cluster: runner.cluster,
      taskDefinition: runner.task,
      launchTarget: new EcsFargateLaunchTarget({ platformVersion: FargatePlatformVersion.VERSION1_4 }),
      subnets: { subnetType: SubnetType.PUBLIC },
      assignPublicIp: true,
      securityGroups: [runner.securityGroup],
      containerOverrides: [
        {
          containerDefinition: runner.container,
          environment: [
            { name: ENVIRONMENT.campaign, value: JsonPath.stringAt('$.campaign') },
            { name: ENVIRONMENT.experimentId, value: JsonPath.stringAt('$.experiment_id') },
          ],
        },
      ],
      taskTimeout: Timeout.duration(Duration.minutes(armMinutes(config))),
      resultPath: JsonPath.DISCARD,
    });
    experiment.addRetry(TASK_START_RETRY);
    return experiment;
  }

  #record(state: string, action: string, more: Readonly<Record<string, unknown>> = {}) {
    const ids = Object.keys(Arm.shape).map((field) => [field, JsonPath.stringAt(`$.${field}`)]);
    return lambdaStep(this, state, {
      program: this.#props.recording.recorder,
      payload: { action, ...Object.fromEntries(ids), ...more },
      timeout: Duration.minutes(3),
    });
  }

  /** Ends in Done, or in a failure by the name of what was caught. */
  #conclude() {
    const conclude = lambdaStep(this, STATES.conclude, {
      program: this.#props.recording.recorder,
      payload: {
        action: 'conclude',
        execution_id: JsonPath.executionId,
        state: JsonPath.objectAt('$'),
      },
      timeout: Duration.minutes(3),
      answerPath: '$.conclusion',
    });
    const failed = new Fail(this, STATES.failed, {
      errorPath: '$.conclusion.error',
      causePath: '$.conclusion.cause',
    });
    conclude.next(
      new Choice(this, STATES.isFaulty)
        .when(Condition.booleanEquals('$.conclusion.failed', true), failed)
        .otherwise(new Succeed(this, STATES.done)),
    );
    return conclude;
  }
}
