import { describe, expect, it } from 'vitest';
import { artifactKeys } from '../../lambdas/shared/keys.ts';
import { resources } from './synthesised.ts';

interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
}

const list = <T>(value: T | readonly T[]): readonly T[] => (Array.isArray(value) ? value : [value as T]);

const statements: (Statement & { readonly policy: string })[] = resources('AWS::IAM::Policy').flatMap(
  ([policy, { Properties }]) =>
    Properties.PolicyDocument.Statement.map((statement: Statement) => ({ policy, ...statement })),
);

/** Statements of the role of one program. */
const rightsOf = (program: string) => statements.filter(({ policy }) => policy.startsWith(program));

const actionsOn = (program: string, resource: string) =>
  rightsOf(program)
    .filter(({ Resource }) => JSON.stringify(Resource).includes(resource))
    .flatMap(({ Action }) => list(Action))
    .sort();

/** Object keys of the bucket that a program may do this with. */
const keysFor = (program: string, action: string) =>
  rightsOf(program)
    .filter(({ Action }) => list(Action).includes(action))
    .flatMap(({ Resource }) => list(Resource))
    .map((resource) => (resource as { 'Fn::Join': [string, [unknown, string]] })['Fn::Join'][1][1])
    .sort();

const TASK = 'CodecRunnerTaskTaskRole';

describe('rights', () => {
  it('never name an action by wildcard', () => {
    const actions = statements.flatMap(({ Action }) => list(Action));
    expect(actions.length).toBeGreaterThan(20);
    expect(actions.filter((action) => action.includes('*'))).toEqual([]);
  });

  it('are on all resources only where the service knows no smaller one', () => {
    const everywhere = statements
      .filter(({ Resource }) => list(Resource).includes('*'))
      .flatMap(({ Action }) => list(Action));
    expect([...new Set(everywhere)].sort()).toEqual([
      // A login is for the whole registry.
      'ecr:GetAuthorizationToken',
      // Tasks have no name before they run; the workflow asks after and stops those that it started.
      'ecs:DescribeTasks',
      // The planner lists tasks on the condition that they are in its own cluster.
      'ecs:ListTasks',
      'ecs:StopTask',
      // Delivery of the state machine's log.
      'logs:CreateLogDelivery',
      'logs:DeleteLogDelivery',
      'logs:DescribeLogGroups',
      'logs:DescribeResourcePolicies',
      'logs:GetLogDelivery',
      'logs:ListLogDeliveries',
      'logs:PutResourcePolicy',
      'logs:UpdateLogDelivery',
      // Traces have no resource.
      'xray:GetSamplingRules',
      'xray:GetSamplingTargets',
      'xray:PutTelemetryRecords',
      'xray:PutTraceSegments',
    ]);
  });

  it('to pass a role are on the two roles of the task alone', () => {
    const passing = statements.filter(({ Action }) => list(Action).includes('iam:PassRole'));
    expect(passing).toHaveLength(1);
    expect(passing[0]?.policy).toMatch(/^WorkflowMachineRole/);
    const roles = list(passing[0]?.Resource).map(
      (role) => (role as { 'Fn::GetAtt': [string] })['Fn::GetAtt'][0],
    );
    expect(roles.map((id) => id.replace(/[0-9A-F]{8}$/, '')).sort()).toEqual([
      'CodecRunnerTaskExecutionRole',
      'CodecRunnerTaskTaskRole',
    ]);
  });

  it('come from no managed policy, which would reach beyond the stack', () => {
    const managed = resources('AWS::IAM::Role').flatMap(
      ([, { Properties }]) => Properties.ManagedPolicyArns?.map((arn: unknown) => JSON.stringify(arn)) ?? [],
    );
    expect(managed).toEqual([]);
  });
});

describe('the codec task', () => {
  it('may read its experiment and mark it as running, and knows no other table', () => {
    expect(actionsOn(TASK, 'StorageExperiments')).toEqual(['dynamodb:GetItem', 'dynamodb:UpdateItem']);
    expect(actionsOn(TASK, 'StorageReasoning')).toEqual([]);
  });

  it('may read clips, capabilities and what is kept of measurements, and write what it measured', () => {
    expect(keysFor(TASK, 's3:GetObject')).toEqual([
      '/bitstreams/*.clb',
      '/campaigns/*/clips/*',
      '/capabilities.json',
      '/clip-lists/*.json',
      '/controls/*.json',
      '/experiments/*/*/shards/*/measured.json',
      '/points/*/*.json',
      '/scenes/*/*.json',
    ]);
    expect(keysFor(TASK, 's3:PutObject')).toEqual([
      '/bitstreams/*.clb',
      '/capabilities.json',
      '/controls/*.json',
      '/experiments/*/*/result.json',
      '/experiments/*/*/shards/*/measured.json',
      '/points/*/*.json',
      '/scenes/*/*.json',
    ]);
  });

  it('may list the bucket, or a missing key would look like a forbidden one', () => {
    expect(actionsOn(TASK, 'StorageArtifacts')).toContain('s3:ListBucket');
  });

  it.each([
    ['s3:GetObject', `${artifactKeys.clips('trailers')}clip.mkv`],
    ['s3:GetObject', artifactKeys.point('1a2b', 27)],
    ['s3:GetObject', artifactKeys.bitstream('1a2b')],
    ['s3:PutObject', artifactKeys.result('default', '20261123T060000Z-1a2b3c4d-01')],
    ['s3:PutObject', artifactKeys.bitstream('1a2b')],
    ['s3:PutObject', artifactKeys.point('1a2b', 27)],
    ['s3:GetObject', artifactKeys.control('1a2b')],
    ['s3:PutObject', artifactKeys.control('1a2b')],
    ['s3:GetObject', artifactKeys.scene('1a2b', 1)],
    ['s3:PutObject', artifactKeys.scene('1a2b', 1)],
    ['s3:PutObject', artifactKeys.capabilities],
  ])('may %s on %s', (action, key) => {
    const allowed = keysFor(TASK, action).map(
      (pattern) => new RegExp(`^${pattern.slice(1).replaceAll('*', '.*')}$`),
    );
    expect(allowed.some((pattern) => pattern.test(key))).toBe(true);
  });
});

describe('planner and recorder', () => {
  it('may not delete or scan anything', () => {
    const actions = [...rightsOf('Planning'), ...rightsOf('Recording')].flatMap(({ Action }) => list(Action));
    expect(actions.filter((action) => /Delete|Scan/.test(action))).toEqual([]);
  });

  it('write no artifact but lists, what the planner asked of the model, and what the recorder merges', () => {
    expect(keysFor('Planning', 's3:PutObject')).toEqual([
      '/clip-lists/*.json',
      '/reasoning/*/*/exchange.json',
    ]);
    expect(keysFor('Recording', 's3:PutObject')).toEqual([
      '/experiments/*/*/result.json',
      '/experiments/*/*/shards/*/failure.json',
      '/shards/*/*/*.json',
    ]);
  });
});
