import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { only, resources, template } from './synthesised.ts';

describe('the tables', () => {
  it.each([
    ['ai-video-codec-reasoning', 'reasoning_id'],
    ['ai-video-codec-experiments', 'experiment_id'],
  ])('%s is keyed by campaign and %s, on demand, with point-in-time recovery', (TableName, sortKey) => {
    template.hasResourceProperties('AWS::DynamoDB::Table', {
      TableName,
      KeySchema: [
        { AttributeName: 'campaign', KeyType: 'HASH' },
        { AttributeName: sortKey, KeyType: 'RANGE' },
      ],
      BillingMode: 'PAY_PER_REQUEST',
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    });
  });
});

describe('what must outlive the stack', () => {
  // A changed logical id makes CloudFormation create a new resource and leave the old one, with all results, behind.
  it.each([
    ['AWS::DynamoDB::Table', ['StorageExperimentsA3666ADE', 'StorageReasoning97D6DD3C']],
    ['AWS::S3::Bucket', ['StorageArtifacts08431D1F']],
  ])('%s keeps its logical ids and stays when the stack goes', (type, ids) => {
    const found = resources(type);
    expect(found.map(([id]) => id).sort()).toEqual(ids);
    for (const [, { DeletionPolicy, UpdateReplacePolicy }] of found)
      expect([DeletionPolicy, UpdateReplacePolicy]).toEqual(['Retain', 'Retain']);
  });

  it('is all that has no stated end', () => {
    const logs = resources('AWS::Logs::LogGroup');
    expect(logs).toHaveLength(5);
    for (const [id, { DeletionPolicy, Properties }] of logs)
      expect([DeletionPolicy, Properties.RetentionInDays], id).toEqual(['Delete', 30]);
  });
});

describe('the bucket', () => {
  it('is closed to the public and to plain HTTP', () => {
    template.hasResourceProperties('AWS::S3::Bucket', {
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
    });
    template.hasResourceProperties('AWS::S3::BucketPolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Effect: 'Deny',
            Action: 's3:*',
            Condition: { Bool: { 'aws:SecureTransport': 'false' } },
          }),
        ]),
      },
    });
  });

  it('lets nothing expire but temporary files and unfinished uploads', () => {
    const { Rules } = only('AWS::S3::Bucket').Properties.LifecycleConfiguration;
    expect(Rules).toEqual([
      {
        Id: 'unfinished-uploads',
        Status: 'Enabled',
        AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
      },
      { Id: 'temporary', Status: 'Enabled', Prefix: 'tmp/', ExpirationInDays: 7 },
    ]);
  });
});
