import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { AttributeType, BillingMode, Table } from 'aws-cdk-lib/aws-dynamodb';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import { BlockPublicAccess, Bucket, BucketEncryption, type CfnBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { ENVIRONMENT, TABLE_KEYS } from '../lambdas/shared/names.ts';
import { acknowledge } from './acknowledge.ts';

/** Something that runs: has rights and environment variables. A Lambda function is one, the codec task's container another. */
export interface Program extends IGrantable {
  addEnvironment(name: string, value: string): unknown;
}

export interface ArtifactRights {
  /** Key patterns that may be read. */
  readonly get: readonly string[];
  /** Key patterns that may be written. */
  readonly put?: readonly string[];
}

/** What must outlive everything else: the two tables and the artifacts. All three stay when the stack is destroyed. */
export class Storage extends Construct {
  readonly reasoning: Table;
  readonly experiments: Table;
  readonly artifacts: Bucket;

  constructor(scope: Construct, id: string, { tablePrefix }: { readonly tablePrefix: string }) {
    super(scope, id);
    this.reasoning = this.#table('Reasoning', `${tablePrefix}-reasoning`, TABLE_KEYS.reasoningSort);
    this.experiments = this.#table('Experiments', `${tablePrefix}-experiments`, TABLE_KEYS.experimentsSort);
    this.artifacts = new Bucket(this, 'Artifacts', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      removalPolicy: RemovalPolicy.RETAIN,
      // Results, bitstreams and clips never expire: without them no number can be checked again.
      lifecycleRules: [
        { id: 'unfinished-uploads', abortIncompleteMultipartUploadAfter: Duration.days(1) },
        { id: 'temporary', prefix: 'tmp/', expiration: Duration.days(7) },
      ],
    });
    acknowledge(this.artifacts, {
      'AwsSolutions-S1':
        'A log bucket would itself need an owner and an end; CloudTrail data events record each access where a policy asks for it.',
    });
  }

  /** Tells a program the reasoning table and lets it do these `dynamodb:` actions there. */
  bindReasoning(program: Program, ...actions: string[]): void {
    bindTable(program, ENVIRONMENT.reasoningTable, this.reasoning, actions);
  }

  /** Tells a program the experiments table and lets it do these `dynamodb:` actions there. */
  bindExperiments(program: Program, ...actions: string[]): void {
    bindTable(program, ENVIRONMENT.experimentsTable, this.experiments, actions);
  }

  /** Tells a program the artifact store and lets it read and write there below the given patterns. */
  bindArtifacts(program: Program, { get, put = [] }: ArtifactRights): void {
    program.addEnvironment(ENVIRONMENT.artifactsUrl, `s3://${this.artifacts.bucketName}`);
    // Without the right to list, S3 answers a missing key with "forbidden", which nobody can tell from a fault.
    this.#grant(program, 's3:ListBucket', [this.artifacts.bucketArn]);
    this.#grant(
      program,
      's3:GetObject',
      get.map((pattern) => this.artifacts.arnForObjects(pattern)),
    );
    this.#grant(
      program,
      's3:PutObject',
      put.map((pattern) => this.artifacts.arnForObjects(pattern)),
    );
    this.#acknowledgePatterns(program, [...get, ...put]);
  }

  /** Keys end in ids and hashes that are not known before: their patterns are the smallest resource there is. */
  #acknowledgePatterns({ grantPrincipal }: Program, patterns: readonly string[]): void {
    if (!Construct.isConstruct(grantPrincipal)) return;
    const bucket = Stack.of(this).getLogicalId(this.artifacts.node.defaultChild as CfnBucket);
    const finding = (pattern: string) => `AwsSolutions-IAM5[Resource::<${bucket}.Arn>/${pattern}]`;
    const open = patterns.filter((pattern) => pattern.includes('*'));
    const reason =
      'Below one prefix of one bucket; the keys end in ids and hashes that are not known before.';
    acknowledge(grantPrincipal, Object.fromEntries(open.map((pattern) => [finding(pattern), reason])));
  }

  #grant(grantee: IGrantable, action: string, resourceArns: string[]): void {
    if (resourceArns.length > 0) Grant.addToPrincipal({ grantee, actions: [action], resourceArns });
  }

  #table(id: string, tableName: string, sortKey: string): Table {
    return new Table(this, id, {
      tableName,
      partitionKey: { name: TABLE_KEYS.partition, type: AttributeType.STRING },
      sortKey: { name: sortKey, type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      removalPolicy: RemovalPolicy.RETAIN,
    });
  }
}

function bindTable(program: Program, variable: string, table: Table, actions: readonly string[]): void {
  program.addEnvironment(variable, table.tableName);
  table.grant(program, ...actions.map((action) => `dynamodb:${action}`));
}
