import { join } from 'node:path';
import { type App, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import {
  GatewayVpcEndpointAwsService,
  Peer,
  Port,
  SecurityGroup,
  SubnetType,
  Vpc,
} from 'aws-cdk-lib/aws-ec2';
import { DockerImageAsset, Platform } from 'aws-cdk-lib/aws-ecr-assets';
import {
  Cluster,
  type ContainerDefinition,
  ContainerImage,
  CpuArchitecture,
  FargateTaskDefinition,
  LogDriver,
  OperatingSystemFamily,
} from 'aws-cdk-lib/aws-ecs';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { CONTAINER_NAME, ENVIRONMENT } from '../lambdas/shared/names.ts';
import { TASK_SIZE } from '../lambdas/shared/prices.ts';
import { bundleCodecTask } from './codec-image.ts';
import { artifactStatements } from './node-function.ts';
import type { Storage } from './storage.ts';

export interface CodecRunnerProps {
  readonly storage: Storage;
}

/** Where experiments run: one Fargate task each, on ARM64, in a public subnet without NAT and without ingress. */
export class CodecRunner extends Construct {
  readonly cluster: Cluster;
  readonly taskDefinition: FargateTaskDefinition;
  readonly container: ContainerDefinition;
  readonly securityGroup: SecurityGroup;

  constructor(scope: Construct, id: string, { storage }: CodecRunnerProps) {
    super(scope, id);
    const vpc = new Vpc(this, 'Network', {
      // A NAT gateway alone would cost 33 USD a month; the task needs the outside only for its image, tables and bucket.
      natGateways: 0,
      maxAzs: 3,
      subnetConfiguration: [{ name: 'Public', subnetType: SubnetType.PUBLIC, mapPublicIpOnLaunch: false }],
      gatewayEndpoints: {
        S3: { service: GatewayVpcEndpointAwsService.S3 },
        DynamoDb: { service: GatewayVpcEndpointAwsService.DYNAMODB },
      },
    });
    this.cluster = new Cluster(this, 'Cluster', { vpc });
    this.securityGroup = new SecurityGroup(this, 'NoIngress', {
      vpc,
      allowAllOutbound: false,
      description: 'Codec task: nothing may come in, HTTPS may go out',
    });
    this.securityGroup.addEgressRule(
      Peer.anyIpv4(),
      Port.tcp(443),
      'image registry, DynamoDB, S3, CloudWatch',
    );

    this.taskDefinition = new FargateTaskDefinition(this, 'Task', {
      cpu: TASK_SIZE.vcpu * 1024,
      memoryLimitMiB: TASK_SIZE.memoryGb * 1024,
      ephemeralStorageGiB: TASK_SIZE.storageGb,
      runtimePlatform: {
        cpuArchitecture: CpuArchitecture.ARM64,
        operatingSystemFamily: OperatingSystemFamily.LINUX,
      },
    });
    this.container = this.taskDefinition.addContainer(CONTAINER_NAME, {
      image: ContainerImage.fromDockerImageAsset(this.#image()),
      logging: LogDriver.awsLogs({
        streamPrefix: 'codec-task',
        logGroup: new LogGroup(this, 'TaskLog', {
          retention: RetentionDays.ONE_MONTH,
          removalPolicy: RemovalPolicy.DESTROY,
        }),
      }),
      // Time for the task to stop ffmpeg and write what it has.
      stopTimeout: Duration.seconds(120),
      environment: {
        [ENVIRONMENT.experimentsTable]: storage.experiments.tableName,
        [ENVIRONMENT.artifactsUrl]: `s3://${storage.artifacts.bucketName}`,
      },
    });
    this.#grant(storage);
  }

  #image(): DockerImageAsset {
    const folder = join((Stack.of(this).node.root as App).outdir, 'codec-task-image');
    bundleCodecTask(folder);
    return new DockerImageAsset(this, 'Image', { directory: folder, platform: Platform.LINUX_ARM64 });
  }

  #grant({ experiments, artifacts }: Storage): void {
    experiments.grant(this.taskDefinition.taskRole, 'dynamodb:GetItem', 'dynamodb:UpdateItem');
    const statements = artifactStatements(artifacts, {
      get: ['campaigns/*', 'anchors/*', 'capabilities.json'],
      put: ['experiments/*', 'anchors/*', 'capabilities.json'],
    });
    for (const statement of statements) this.taskDefinition.addToTaskRolePolicy(statement);
  }
}
