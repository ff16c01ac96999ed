import { type CfnElement, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import {
  Choice,
  Condition,
  DefinitionBody,
  DistributedMap,
  Fail,
  JsonPath,
  LogLevel,
  Map as MapState,
  Pass,
  QueryLanguage,
  StateMachine,
  StateMachineType,
  Succeed,
} from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { SPOT_STATES, STATES } from '../lambdas/shared/names.ts';
import { MOST_INLINE } from '../lambdas/shared/workflow.ts';
import { acknowledge, invocationOf } from './acknowledge.ts';
import { armSteps, KEEP_FAILURE } from './arm-steps.ts';
import type { CodecRunner } from './codec-runner.ts';
import type { Config } from './config.ts';
import { lambdaStep } from './lambda-step.ts';
import type { Planning } from './planning.ts';
import type { Recording } from './recording.ts';
import { itemsFinding, ShardItems } from './shard-items.ts';
import { WORKFLOW_MINUTES } from './workflow-limits.ts';

export interface WorkflowProps {
  readonly config: Config;
  readonly planning: Planning;
  readonly runner: CodecRunner;
  readonly recording: Recording;
  /** Where shards' items lie that are too many for the state. */
  readonly artifacts: IBucket;
}

/**
 * One iteration: plan, run the arms side by side, record each, conclude. Arms with shards come round by round. The state carries ids, keys and one sentence;
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
      [itemsFinding(props.artifacts)]:
        'Lists of shards below one prefix; they are named by campaign, iteration and round.',
    });
    const children = `arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>:execution:${ownName(this.machine)}`;
    const started = 'Executions that its Map of shards has started, by CDK; they have no name beforehand.';
    acknowledge(this.machine, {
      [`AwsSolutions-IAM5[Resource::${children}:*]`]: started,
      [`AwsSolutions-IAM5[Resource::${children}/*:*]`]: started,
    });
  }

  #iteration(): Pass {
    const conclude = this.#conclude();
    const decide = new Choice(this, STATES.decide);
    const nextShards = this.#nextShards().addCatch(conclude, KEEP_FAILURE);
    nextShards.next(decide);
    const isSharded = new Choice(this, STATES.isSharded)
      .when(Condition.booleanEquals('$.plan.sharded', true), nextShards)
      .otherwise(conclude);
    const runArms = this.#runArms().addCatch(conclude, KEEP_FAILURE);
    const runShards = this.#runShards().addCatch(conclude, KEEP_FAILURE);
    runArms.next(isSharded);
    runShards.next(isSharded);
    const isRun = Condition.stringEquals('$.plan.decision', 'run');
    decide
      .when(Condition.and(isRun, Condition.isString('$.plan.items_key')), runShards)
      .when(isRun, runArms)
      .when(Condition.stringEquals('$.plan.decision', 'all-measured'), conclude)
      .when(
        Condition.stringEquals('$.plan.decision', 'skipped'),
        new Succeed(this, STATES.skipped, { outputPath: '$.plan' }),
      )
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
    const { config } = this.#props;
    const names = {
      run: STATES.runExperiment,
      wasTakenBack: SPOT_STATES.wasTakenBack,
      runOnDemand: SPOT_STATES.runOnDemand,
      recordResult: STATES.recordResult,
      recordFailure: STATES.recordFailure,
      notRecorded: STATES.notRecorded,
    };
    return new MapState(this, STATES.runArms, {
      itemsPath: '$.plan.arms',
      maxConcurrency: Math.min(config.maxConcurrency, MOST_INLINE),
      resultPath: JsonPath.DISCARD,
    }).itemProcessor(armSteps(this, { ...this.#props, names }));
  }

  /** The same for more shards than the state can carry: each is an execution of its own, with a history of its own. */
  #runShards(): DistributedMap {
    const { config, artifacts } = this.#props;
    const names = {
      run: STATES.runShard,
      wasTakenBack: SPOT_STATES.wasShardTakenBack,
      runOnDemand: SPOT_STATES.runShardOnDemand,
      recordResult: STATES.recordShard,
      recordFailure: STATES.recordShardFailure,
      notRecorded: STATES.shardNotRecorded,
    };
    return new DistributedMap(this, STATES.runShards, {
      itemReader: new ShardItems({ bucket: artifacts, key: JsonPath.stringAt('$.plan.items_key') }),
      mapExecutionType: StateMachineType.STANDARD,
      maxConcurrency: config.maxConcurrency,
      // A shard that fails is recorded; the experiment is judged when all have ended.
      toleratedFailurePercentage: 100,
      resultPath: JsonPath.DISCARD,
    }).itemProcessor(armSteps(this, { ...this.#props, names }));
  }

  /** Which shards are next takes the place of the arms. */
  #nextShards() {
    return lambdaStep(this, STATES.nextShards, {
      program: this.#props.recording.recorder,
      payload: { action: 'next-shards', plan: JsonPath.objectAt('$.plan') },
      timeout: Duration.minutes(6),
      answerPath: '$.plan',
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
      timeout: Duration.minutes(6),
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

/** A machine's name as the rule pack spells what CDK takes from the machine's ARN. */
function ownName(machine: StateMachine): string {
  const Ref = Stack.of(machine).getLogicalId(machine.node.defaultChild as CfnElement);
  return JSON.stringify({ 'Fn::Select': [6, { 'Fn::Split': [':', { Ref }] }] });
}
