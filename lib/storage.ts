import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, Table } from 'aws-cdk-lib/aws-dynamodb';
import { BlockPublicAccess, Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { TABLE_KEYS } from '../lambdas/shared/names.ts';

export interface StorageProps {
  readonly tablePrefix: string;
}

/** The two tables and the bucket. All outlive the stack: a result that was paid for is not lost by a mistake. */
export class Storage extends Construct {
  readonly reasoning: Table;
  readonly experiments: Table;
  readonly artifacts: Bucket;

  constructor(scope: Construct, id: string, { tablePrefix }: StorageProps) {
    super(scope, id);
    this.reasoning = this.#table('Reasoning', `${tablePrefix}-reasoning`, TABLE_KEYS.reasoningSort);
    this.experiments = this.#table('Experiments', `${tablePrefix}-experiments`, TABLE_KEYS.experimentsSort);
    this.artifacts = new Bucket(this, 'Artifacts', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      removalPolicy: RemovalPolicy.RETAIN,
      // Results, bitstreams and clips never expire, or nothing could be verified again.
      lifecycleRules: [
        { abortIncompleteMultipartUploadAfter: Duration.days(1) },
        { prefix: 'tmp/', expiration: Duration.days(7) },
      ],
    });
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
