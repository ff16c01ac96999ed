import { ArnFormat, type CfnElement, Duration, Stack } from 'aws-cdk-lib';
import type { ICluster } from 'aws-cdk-lib/aws-ecs';
import { Grant, Policy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct, type IConstruct } from 'constructs';
import { ENVIRONMENT } from '../lambdas/shared/names.ts';
import { acknowledge } from './acknowledge.ts';
import { ARTIFACT_PATTERNS } from './artifact-patterns.ts';
import type { Config } from './config.ts';
import { NodeFunction } from './node-function.ts';
import type { Storage } from './storage.ts';

/** Decides what the next iteration runs. */
export class Planning extends Construct {
  readonly planner: NodeFunction;

  constructor(scope: Construct, id: string, config: Config, storage: Storage) {
    super(scope, id);
    this.planner = new NodeFunction(this, 'Planner', {
      entry: 'lambdas/planner/index.ts',
      description: 'Codec Lab: reads the history, reasons and plans the next experiments',
      // A search of the web, a plan and its repair, each at most four minutes; asking ends after twelve.
      timeout: Duration.minutes(15),
      memoryMb: 512,
      logDays: config.logDays,
    });
    this.planner.addEnvironment(ENVIRONMENT.settings, JSON.stringify(config.settings));
    // Queries all of a campaign where its summary is of another version.
    storage.bindReasoning(this.planner, 'BatchGetItem', 'GetItem', 'PutItem', 'Query');
    // Update gives the lock back when nothing is to run.
    storage.bindExperiments(this.planner, 'BatchGetItem', 'GetItem', 'PutItem', 'Query', 'UpdateItem');
    storage.bindArtifacts(this.planner, {
      get: [ARTIFACT_PATTERNS.capabilities],
      put: [ARTIFACT_PATTERNS.exchanges, ARTIFACT_PATTERNS.clipLists],
    });
    if (config.anthropicSecretName !== undefined) this.#bindSecret(config.anthropicSecretName);
    if (config.settings.llm.provider === 'bedrock') this.#bindBedrock(config.settings.llm.model);
  }

  /**
   * The right to ask after executions, and to stop tasks whose execution has ended without them. In a policy of its own:
   * the state machine needs the planner first.
   */
  watch(machine: StateMachine, cluster: ICluster): void {
    const stack = Stack.of(this);
    this.planner.addEnvironment(ENVIRONMENT.cluster, cluster.clusterArn);
    const inCluster = { ArnEquals: { 'ecs:cluster': cluster.clusterArn } };
    const policy = new Policy(this, 'Watch', {
      statements: [
        new PolicyStatement({
          actions: ['states:DescribeExecution'],
          resources: [
            stack.formatArn({
              ...{ service: 'states', resource: 'execution', resourceName: `${machine.stateMachineName}:*` },
              arnFormat: ArnFormat.COLON_RESOURCE_NAME,
            }),
          ],
        }),
        new PolicyStatement({
          actions: ['ecs:DescribeTasks', 'ecs:StopTask'],
          resources: [
            stack.formatArn({ service: 'ecs', resource: 'task', resourceName: `${cluster.clusterName}/*` }),
          ],
          conditions: inCluster,
        }),
        // Knows no resource but container instances, which Fargate has none of.
        new PolicyStatement({ actions: ['ecs:ListTasks'], resources: ['*'], conditions: inCluster }),
      ],
    });
    if (this.planner.role !== undefined) policy.attachToRole(this.planner.role);
    const nameOf = ({ node }: IConstruct) => stack.getLogicalId(node.defaultChild as CfnElement);
    const own = 'arn:<AWS::Partition>';
    const here = '<AWS::Region>:<AWS::AccountId>';
    acknowledge(policy, {
      [`AwsSolutions-IAM5[Resource::${own}:states:${here}:execution:<${nameOf(machine)}.Name>:*]`]:
        'Executions of this state machine alone; their names come with each run.',
      [`AwsSolutions-IAM5[Resource::${own}:ecs:${here}:task/<${nameOf(cluster)}>/*]`]:
        'Tasks of this cluster alone; they have no name beforehand.',
      'AwsSolutions-IAM5[Resource::*]':
        'ecs:ListTasks knows no resource for Fargate; a condition holds it to this cluster.',
    });
  }

  /** The secret is the owner's: a generated one would hold a random text and every call of the API would fail. */
  #bindSecret(name: string): void {
    this.planner.addEnvironment(ENVIRONMENT.anthropicSecretId, name);
    const { secretArn } = Secret.fromSecretNameV2(this, 'AnthropicKey', name);
    Grant.addToPrincipal({
      grantee: this.planner,
      actions: ['secretsmanager:GetSecretValue'],
      // Secrets Manager adds six characters of its own to a name.
      resourceArns: [`${secretArn}-??????`],
    });
  }

  /**
   * The right to ask one model. A model of several regions is asked through its inference profile, and both need the
   * right; whichever region then answers is Bedrock's choice, so that the model itself is allowed in any.
   */
  #bindBedrock(model: string): void {
    const stack = Stack.of(this);
    const name = model.replace(/^[a-z-]+\.(?=anthropic\.)/, '');
    Grant.addToPrincipal({
      grantee: this.planner,
      actions: ['bedrock:InvokeModel'],
      resourceArns: [
        stack.formatArn({
          service: 'bedrock',
          region: '*',
          account: '',
          resource: 'foundation-model',
          resourceName: name,
        }),
        ...(name === model
          ? []
          : [stack.formatArn({ service: 'bedrock', resource: 'inference-profile', resourceName: model })]),
      ],
    });
    acknowledge(this, {
      [`AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:bedrock:*::foundation-model/${name}]`]:
        'One model; the region that answers for a model of several regions is the choice of Bedrock.',
    });
  }
}
