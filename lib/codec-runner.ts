import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { ISecurityGroup, IVpc, SubnetType } from 'aws-cdk-lib/aws-ec2';
import { DockerImageAsset, Platform } from 'aws-cdk-lib/aws-ecr-assets';
import {
  Capability,
  Cluster,
  type ContainerDefinition,
  ContainerImage,
  ContainerInsights,
  CpuArchitecture,
  FargateTaskDefinition,
  type ICluster,
  LinuxParameters,
  LogDrivers,
  OperatingSystemFamily,
} from 'aws-cdk-lib/aws-ecs';
import { type ILogGroup, LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { CONTAINER_NAME } from '../lambdas/shared/names.ts';
import { TASK_SIZE } from '../lambdas/shared/prices.ts';
import { acknowledge } from './acknowledge.ts';
import { ARTIFACT_PATTERNS } from './artifact-patterns.ts';
import { bundle, ROOT } from './bundle.ts';
import type { Config } from './config.ts';
import { Network } from './network.ts';
import type { Storage } from './storage.ts';

/** Where the image's Dockerfile has a volume that belongs to its user. */
const SCRATCH = { name: 'scratch', folder: '/scratch' } as const;

/** The container that runs one experiment, and where it runs. */
export class CodecRunner extends Construct {
  readonly vpc: IVpc;
  readonly securityGroup: ISecurityGroup;
  readonly subnetType: SubnetType;
  readonly cluster: ICluster;
  readonly task: FargateTaskDefinition;
  readonly container: ContainerDefinition;
  readonly log: ILogGroup;

  constructor(scope: Construct, id: string, config: Config, storage: Storage) {
    super(scope, id);
    const { vpc, securityGroup, subnetType } = new Network(this, 'Network', config);
    this.vpc = vpc;
    this.securityGroup = securityGroup;
    this.subnetType = subnetType;
    this.cluster = new Cluster(this, 'Cluster', {
      vpc,
      ...(config.spot && { enableFargateCapacityProviders: true }),
      // Insights bill their own metrics; the laboratory's metrics come from its records.
      containerInsightsV2: ContainerInsights.DISABLED,
    });
    this.task = new FargateTaskDefinition(this, 'Task', {
      cpu: TASK_SIZE.vcpu * 1024,
      memoryLimitMiB: TASK_SIZE.memoryGb * 1024,
      ephemeralStorageGiB: TASK_SIZE.storageGb,
      runtimePlatform: {
        cpuArchitecture: CpuArchitecture.ARM64,
        operatingSystemFamily: OperatingSystemFamily.LINUX,
      },
    });
    this.log = new LogGroup(this, 'TaskLog', {
      retention: config.logDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.container = this.task.addContainer(CONTAINER_NAME, {
      containerName: CONTAINER_NAME,
      image: ContainerImage.fromDockerImageAsset(this.#image()),
      logging: LogDrivers.awsLogs({
        streamPrefix: 'task',
        logGroup: this.log,
      }),
      readonlyRootFilesystem: true,
      linuxParameters: this.#confined(),
      // The longest that Fargate grants: the task ends ffmpeg and stores what it has measured.
      stopTimeout: Duration.seconds(120),
    });
    this.#addScratch();
    this.#bind(storage);
    this.#acknowledge();
  }

  /**
   * No right that a root process would have. The first process, which buries what a codec leaves behind, is the image's:
   * Fargate's would show the path to the role's credentials to every program of the task.
   */
  #confined(): LinuxParameters {
    const linux = new LinuxParameters(this, 'Linux', { initProcessEnabled: false });
    linux.dropCapabilities(Capability.ALL);
    return linux;
  }

  /** On the task's own disk; the only folder that can be written. */
  #addScratch(): void {
    this.task.addVolume({ name: SCRATCH.name });
    this.container.addMountPoints({
      sourceVolume: SCRATCH.name,
      containerPath: SCRATCH.folder,
      readOnly: false,
    });
  }

  #acknowledge(): void {
    acknowledge(this.cluster, {
      'AwsSolutions-ECS4': 'Insights bill their own metrics; those of the laboratory come from its records.',
    });
    acknowledge(this.task, {
      'AwsSolutions-ECS2':
        'The variables are the names of a table and a bucket; there is no secret in the task.',
    });
    acknowledge(this.task.obtainExecutionRole(), {
      'AwsSolutions-IAM5[Resource::*]': 'ecr:GetAuthorizationToken knows no resource.',
    });
  }

  #bind(storage: Storage): void {
    const { task, container } = this;
    const program = {
      grantPrincipal: task.taskRole,
      addEnvironment: (name: string, value: string) => container.addEnvironment(name, value),
    };
    storage.bindExperiments(program, 'GetItem', 'UpdateItem');
    const { capabilities, clips, clipLists, results, shards, bitstreams, points, controls, scenes } =
      ARTIFACT_PATTERNS;
    storage.bindArtifacts(program, {
      get: [capabilities, clips, clipLists, shards, points, controls, scenes, bitstreams],
      put: [capabilities, results, shards, points, controls, scenes, bitstreams],
    });
  }

  #image(): DockerImageAsset {
    const directory = bundle(this, {
      entry: 'codec-task/main.ts',
      file: 'main.mjs',
      threads: [
        'codec-task/measure/metrics/comparison-worker.ts',
        'codec-task/codecs/hybrid/restoration-worker.ts',
        'codec-task/codecs/hybrid/fit/fit-worker.ts',
        'codec-task/codecs/auto/trial/trial-worker.ts',
      ],
      minify: false,
      beside: [
        'codec-task/kernels/quality.wasm',
        'codec-task/features/scene.wasm',
        'codec-task/codecs/hybrid/restoration.wasm',
        'codec-task/codecs/hybrid/upscaling.wasm',
      ],
    });
    for (const file of ['Dockerfile', 'entry.sh'])
      copyFileSync(join(ROOT, 'codec-task', file), join(directory, file));
    return new DockerImageAsset(this, 'Image', { directory, platform: Platform.LINUX_ARM64 });
  }
}
