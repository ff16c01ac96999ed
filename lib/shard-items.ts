import { type CfnElement, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { type S3FileItemReaderProps, S3JsonItemReader } from 'aws-cdk-lib/aws-stepfunctions';
import { ARTIFACT_PATTERNS } from './artifact-patterns.ts';

/** Reads a Map's items from the artifact store, with the right to those objects alone: CDK's own reader asks for all. */
export class ShardItems extends S3JsonItemReader {
  readonly #resources: string[];

  constructor(props: S3FileItemReaderProps & Required<Pick<S3FileItemReaderProps, 'bucket'>>) {
    super(props);
    this.#resources = [props.bucket.arnForObjects(ARTIFACT_PATTERNS.shardItems)];
  }

  override providePolicyStatements(): PolicyStatement[] {
    return [new PolicyStatement({ actions: ['s3:GetObject'], resources: this.#resources })];
  }
}

/** The finding about the right to read any list of shards. */
export function itemsFinding(bucket: IBucket): string {
  const id = Stack.of(bucket).getLogicalId(bucket.node.defaultChild as CfnElement);
  return `AwsSolutions-IAM5[Resource::<${id}.Arn>/${ARTIFACT_PATTERNS.shardItems}]`;
}
