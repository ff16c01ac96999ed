import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Architecture, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { ENVIRONMENT } from '../lambdas/shared/names.ts';
import type { Storage } from './storage.ts';

/** Folder of the project: where lambdas/ and codec-task/ are. */
export const PROJECT_ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

export interface NodeFunctionProps {
  /** Folder below lambdas/ whose index.ts is the handler. */
  readonly folder: string;
  readonly description: string;
  readonly timeout: Duration;
  readonly memorySize: number;
}

/** A Lambda function of this laboratory: one runtime, one way of bundling, its own log group. */
export class NodeFunction extends NodejsFunction {
  constructor(scope: Construct, id: string, props: NodeFunctionProps) {
    super(scope, id, {
      description: props.description,
      timeout: props.timeout,
      memorySize: props.memorySize,
      entry: join(PROJECT_ROOT, 'lambdas', props.folder, 'index.ts'),
      projectRoot: PROJECT_ROOT,
      depsLockFilePath: join(PROJECT_ROOT, 'package-lock.json'),
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      tracing: Tracing.ACTIVE,
      environment: { NODE_OPTIONS: '--enable-source-maps' },
      logGroup: new LogGroup(scope, `${id}Log`, {
        retention: RetentionDays.ONE_MONTH,
        removalPolicy: RemovalPolicy.DESTROY,
      }),
      bundling: {
        format: OutputFormat.ESM,
        target: 'node24',
        // Without 'module' first, the SDKs' CommonJS builds are taken, which cannot run inside an ESM bundle.
        mainFields: ['module', 'main'],
        bundleAwsSDK: true,
        sourceMap: true,
        minify: true,
      },
    });
  }

  /** Sets both tables' names and allows these actions on each. */
  bindTables(
    storage: Storage,
    actions: { readonly experiments: readonly string[]; readonly reasoning: readonly string[] },
  ): void {
    this.#bindTable(storage.experiments, ENVIRONMENT.experimentsTable, actions.experiments);
    this.#bindTable(storage.reasoning, ENVIRONMENT.reasoningTable, actions.reasoning);
  }

  /** Sets the store's address and allows reading below these prefixes. */
  bindArtifacts(bucket: Bucket, prefixes: readonly string[]): void {
    this.addEnvironment(ENVIRONMENT.artifactsUrl, `s3://${bucket.bucketName}`);
    for (const statement of artifactStatements(bucket, { get: prefixes, put: [] }))
      this.addToRolePolicy(statement);
  }

  #bindTable(table: Table, variable: string, actions: readonly string[]): void {
    this.addEnvironment(variable, table.tableName);
    table.grant(this, ...actions.map((action) => `dynamodb:${action}`));
  }
}

/** Rights on the bucket by prefix. Listing is on the whole bucket: without it a missing key answers 403 instead of 404. */
export function artifactStatements(
  bucket: Bucket,
  prefixes: { readonly get: readonly string[]; readonly put: readonly string[] },
): PolicyStatement[] {
  const statement = (action: string, names: readonly string[]) =>
    new PolicyStatement({ actions: [action], resources: names.map((name) => bucket.arnForObjects(name)) });
  return [
    new PolicyStatement({ actions: ['s3:ListBucket'], resources: [bucket.bucketArn] }),
    ...(prefixes.get.length > 0 ? [statement('s3:GetObject', prefixes.get)] : []),
    ...(prefixes.put.length > 0 ? [statement('s3:PutObject', prefixes.put)] : []),
  ];
}
