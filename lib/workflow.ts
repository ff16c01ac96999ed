import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { SubnetType } from 'aws-cdk-lib/aws-ec2';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import {
  Choice,
  Condition,
  DefinitionBody,
  Fail,
  IntegrationPattern,
  JitterType,
  JsonPath,
  LogLevel,
  Map as MapState,
  Pass,
  type RetryProps,
  StateMachine,
  Succeed,
  TaskInput,
  Timeout,
} from 'aws-cdk-lib/aws-stepfunctions';
import { EcsFargateLaunchTarget, EcsRunTask, LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Construct } from 'constructs';
import { ENVIRONMENT, STATES } from '../lambdas/shared/names.ts';
import type { CodecRunner } from './codec-runner.ts';
import type { NodeFunction } from './node-function.ts';

export interface WorkflowProps {
  readonly planner: NodeFunction;
  readonly recorder: NodeFunction;
  readonly runner: CodecRunner;
  readonly maxConcurrency: number;
}

/** Faults of the Lambda service itself, which pass: 2, 4, 8, 16 s with jitter, then the error goes up. */
const LAMBDA_RETRY: RetryProps = {
  errors: [
    'Lambda.ServiceException',
    'Lambda.AWSLambdaException',
    'Lambda.SdkClientException',
    'Lambda.TooManyRequestsException',
    'Lambda.ClientExecutionTimeoutException',
    // Throttled or unreachable tables and buckets reach the state by the SDK's own names.
    'ProvisionedThroughputExceededException',
    'ThrottlingException',
    'InternalServerError',
    'SlowDown',
  ],
  interval: Duration.seconds(2),
  maxAttempts: 4,
  backoffRate: 2,
  jitterStrategy: JitterType.FULL,
};

/** Faults before a task has started. States.TaskFailed is not among them: a task that ran and failed is not run again. */
const ECS_RETRY: RetryProps = {
  errors: [
    'ECS.ServerException',
    'ECS.AmazonECSException',
    'ECS.InvalidParameterException',
    'AmazonECS.Unknown',
  ],
  interval: Duration.seconds(30),
  maxAttempts: 3,
  backoffRate: 2,
  maxDelay: Duration.minutes(3),
};

const FAILURE_PATH = '$.failure';

/** One iteration: plan, run the arms, record each, conclude. State carries ids and keys, never results. */
export class Workflow extends Construct {
  readonly stateMachine: StateMachine;

  constructor(scope: Construct, id: string, props: WorkflowProps) {
    super(scope, id);
    const conclude = this.#conclude(props);
    const arms = this.#arms(props);
    arms.addCatch(conclude, { resultPath: FAILURE_PATH }).next(conclude);

    const plan = this.#plan(props);
    plan
      .addCatch(conclude, { resultPath: FAILURE_PATH })
      .next(
        new Choice(this, STATES.decide)
          .when(Condition.stringEquals('$.plan.decision', 'run'), arms)
          .otherwise(
            new Succeed(this, STATES.declined, {
              outputPath: '$.plan',
              comment: 'the plan says why nothing ran',
            }),
          ),
      );

    this.stateMachine = new StateMachine(this, 'Iteration', {
      comment: 'Codec Lab: plan, experiment, record, conclude',
      definitionBody: DefinitionBody.fromChainable(plan),
      // Below the six hours between two scheduled runs, and below the lock's own expiry.
      timeout: Duration.hours(5),
      tracingEnabled: true,
      logs: {
        level: LogLevel.ALL,
        // Safe to log: the state holds ids and verdicts only.
        includeExecutionData: true,
        destination: new LogGroup(this, 'Log', {
          retention: RetentionDays.ONE_MONTH,
          removalPolicy: RemovalPolicy.DESTROY,
        }),
      },
    });
  }

  #plan({ planner }: WorkflowProps): LambdaInvoke {
    return new LambdaInvoke(this, STATES.plan, {
      lambdaFunction: planner,
      payloadResponseOnly: true,
      retryOnServiceExceptions: false,
      taskTimeout: Timeout.duration(Duration.minutes(16)),
      payload: TaskInput.fromObject({
        input: JsonPath.entirePayload,
        execution_id: JsonPath.executionId,
        started_at: JsonPath.executionStartTime,
      }),
      resultPath: '$.plan',
    }).addRetry(LAMBDA_RETRY) as LambdaInvoke;
  }

  #arms(props: WorkflowProps): MapState {
    const notRecorded = new Pass(this, STATES.notRecorded, {
      comment: 'the record failed; Conclude accounts for this arm',
    });
    const recordFailure = this.#record(props, STATES.recordFailure, 'record-failure', {
      failure: JsonPath.objectAt(FAILURE_PATH),
    });
    recordFailure.addCatch(notRecorded, { resultPath: FAILURE_PATH });
    const recordResult = this.#record(props, STATES.recordResult, 'record-result', {});
    recordResult.addCatch(notRecorded, { resultPath: FAILURE_PATH });
    const runExperiment = this.#runExperiment(props);
    runExperiment.addCatch(recordFailure, { resultPath: FAILURE_PATH }).next(recordResult);
    return new MapState(this, STATES.runArms, {
      itemsPath: '$.plan.arms',
      maxConcurrency: props.maxConcurrency,
      resultPath: JsonPath.DISCARD,
    }).itemProcessor(runExperiment) as MapState;
  }

  #runExperiment({ runner }: WorkflowProps): EcsRunTask {
    return new EcsRunTask(this, STATES.runExperiment, {
      integrationPattern: IntegrationPattern.RUN_JOB,
      cluster: runner.cluster,
      taskDefinition: runner.taskDefinition,
      launchTarget: new EcsFargateLaunchTarget(),
      assignPublicIp: true,
      subnets: { subnetType: SubnetType.PUBLIC },
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
      taskTimeout: Timeout.duration(Duration.hours(2)),
      resultPath: JsonPath.DISCARD,
    }).addRetry(ECS_RETRY) as EcsRunTask;
  }

  #record(
    { recorder }: WorkflowProps,
    state: string,
    action: string,
    more: Record<string, unknown>,
  ): LambdaInvoke {
    return new LambdaInvoke(this, state, {
      lambdaFunction: recorder,
      payloadResponseOnly: true,
      retryOnServiceExceptions: false,
      taskTimeout: Timeout.duration(Duration.minutes(3)),
      payload: TaskInput.fromObject({
        action,
        campaign: JsonPath.stringAt('$.campaign'),
        experiment_id: JsonPath.stringAt('$.experiment_id'),
        reasoning_id: JsonPath.stringAt('$.reasoning_id'),
        ...more,
      }),
    }).addRetry(LAMBDA_RETRY) as LambdaInvoke;
  }

  #conclude({ recorder }: WorkflowProps): LambdaInvoke {
    const conclude = new LambdaInvoke(this, STATES.conclude, {
      lambdaFunction: recorder,
      payloadResponseOnly: true,
      retryOnServiceExceptions: false,
      taskTimeout: Timeout.duration(Duration.minutes(3)),
      payload: TaskInput.fromObject({
        action: 'conclude',
        execution_id: JsonPath.executionId,
        state: JsonPath.entirePayload,
      }),
      resultPath: '$.conclusion',
    }).addRetry(LAMBDA_RETRY) as LambdaInvoke;
    conclude.next(
      new Choice(this, STATES.isFaulty)
        .when(
          Condition.booleanEquals('$.conclusion.failed', true),
          new Fail(this, STATES.failed, { errorPath: '$.conclusion.error', causePath: '$.conclusion.cause' }),
        )
        .otherwise(new Succeed(this, STATES.done)),
    );
    return conclude;
  }
}
