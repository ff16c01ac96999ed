import { type Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, Function as LambdaFunction, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import { bundle } from './bundle.ts';

export interface NodeFunctionProps {
  /** Module that exports `handler`, relative to the repository. */
  readonly entry: string;
  readonly description: string;
  readonly timeout: Duration;
  /** Memory in MB; CPU grows with it. */
  readonly memoryMb: number;
  readonly logDays: RetentionDays;
}

/** A Lambda function as all of the laboratory's are: Node 24 on ARM64, one ES module, own role and log group, traced. */
export class NodeFunction extends LambdaFunction {
  constructor(scope: Construct, id: string, props: NodeFunctionProps) {
    const logGroup = new LogGroup(scope, `${id}Log`, {
      retention: props.logDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    // The managed policy that CDK would attach lets a function write to every log group of the account.
    const role = new Role(scope, `${id}Role`, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(role);
    super(scope, id, {
      description: props.description,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      handler: 'index.handler',
      code: Code.fromAsset(bundle(scope, { entry: props.entry, file: 'index.mjs', minify: true })),
      timeout: props.timeout,
      memorySize: props.memoryMb,
      tracing: Tracing.ACTIVE,
      environment: { NODE_OPTIONS: '--enable-source-maps' },
      role,
      logGroup,
    });
    acknowledge(role, {
      'AwsSolutions-IAM5[Resource::*]': 'xray:PutTraceSegments and PutTelemetryRecords know no resource.',
    });
  }
}
