import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import type { Template } from '../../../lib/synthesise.ts';
import { DEPLOYED, deployedArn } from './call.ts';
import { isAllowed } from './judge.ts';
import { onlyOf, policiesOf, referred } from './roles.ts';

const { Resources }: Template = JSON.parse(
  readFileSync(join(inject('assemblyDirectory'), 'CodecLab.template.json'), 'utf8'),
);
const find = (beginning: string) => {
  const id = Object.keys(Resources).find(
    (name) => name.startsWith(beginning) && Resources[name]?.Type === TYPE,
  );
  if (id === undefined) throw new Error(`the stack has no function ${beginning}`);
  return Resources[id] as Template['Resources'][string];
};
const TYPE = 'AWS::Lambda::Function';
const [, task] = onlyOf(Resources, 'AWS::ECS::TaskDefinition');
const [, machine] = onlyOf(Resources, 'AWS::StepFunctions::StateMachine');
const family = String(task.Properties?.['Family']);

const ROLES = {
  planner: referred(find('PlanningPlanner'), 'Role'),
  recorder: referred(find('RecordingRecorder'), 'Role'),
  widget: referred(find('Widgets'), 'Role'),
  task: referred(task, 'TaskRoleArn'),
  execution: referred(task, 'ExecutionRoleArn'),
  workflow: referred(machine, 'RoleArn'),
};
type RoleName = keyof typeof ROLES;
const allowed = (role: RoleName, action: string, resource: string) =>
  isAllowed(policiesOf(Resources, ROLES[role]), { action, resource });

const experiments = deployedArn.table('ai-video-codec-experiments');
const reasoning = deployedArn.table('ai-video-codec-reasoning');
const object = (key: string) => deployedArn.object(DEPLOYED.bucket, key);
const result = object('experiments/default/20261123T060000Z-1a2b3c4d-01/result.json');
const shard = object('experiments/default/20261123T060000Z-1a2b3c4d-01/shards/3/measured.json');
const items = object('shards/default/20261123T060000Z-1a2b3c4d/2.json');
const clip = object('campaigns/default/clips/holiday.mkv');
const everyRole = Object.keys(ROLES) as RoleName[];

describe('no role of the stack', () => {
  it.each([
    ['dynamodb:Scan', experiments],
    ['dynamodb:Scan', reasoning],
    ['dynamodb:DeleteItem', experiments],
    ['dynamodb:DeleteItem', reasoning],
    ['dynamodb:BatchWriteItem', experiments],
    ['dynamodb:DeleteTable', experiments],
    ['dynamodb:UpdateTable', experiments],
    ['dynamodb:UpdateTimeToLive', experiments],
    ['dynamodb:PartiQLDelete', experiments],
    ['dynamodb:GetItem', deployedArn.table('payroll')],
    ['dynamodb:PutItem', deployedArn.table('ai-video-codec-experiments-copy')],
    ['s3:DeleteObject', result],
    ['s3:DeleteObject', clip],
    ['s3:PutObject', clip],
    ['s3:PutBucketPolicy', deployedArn.bucket(DEPLOYED.bucket)],
    ['s3:DeleteBucket', deployedArn.bucket(DEPLOYED.bucket)],
    ['s3:PutLifecycleConfiguration', deployedArn.bucket(DEPLOYED.bucket)],
    ['s3:GetObject', deployedArn.object('somebody-elses', 'capabilities.json')],
    ['s3:ListBucket', deployedArn.bucket('somebody-elses')],
    ['secretsmanager:GetSecretValue', deployedArn.secret('codec-lab/anthropic')],
    ['secretsmanager:GetSecretValue', deployedArn.secret('payroll')],
    ['secretsmanager:PutSecretValue', deployedArn.secret('codec-lab/anthropic')],
    ['iam:PassRole', deployedArn.role('Administrator')],
    ['iam:CreateRole', deployedArn.role('Administrator')],
    ['iam:PutRolePolicy', deployedArn.role(ROLES.task)],
    ['sts:AssumeRole', deployedArn.role('Administrator')],
    ['ecs:RunTask', deployedArn.taskDefinition('miner')],
    ['lambda:InvokeFunction', deployedArn.function('payroll')],
    ['lambda:UpdateFunctionCode', deployedArn.function('PlanningPlanner')],
    ['bedrock:InvokeModel', 'arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-sonnet-5-5'],
  ])('may %s on %s', async (action, resource) => {
    const may: RoleName[] = [];
    for (const role of everyRole) if (await allowed(role, action, resource)) may.push(role);
    expect(may).toEqual([]);
  });
});

describe('a program may not do the work of another', () => {
  it.each<[RoleName, string, string]>([
    ['task', 'dynamodb:PutItem', experiments],
    ['task', 'dynamodb:Query', experiments],
    ['task', 'dynamodb:GetItem', reasoning],
    ['task', 's3:GetObject', result],
    ['task', 's3:GetObject', object('reasoning/default/20261123T060000Z-1a2b3c4d/exchange.json')],
    ['task', 'iam:PassRole', deployedArn.role(ROLES.task)],
    ['task', 'ecs:RunTask', deployedArn.taskDefinition(family)],
    ['planner', 's3:PutObject', result],
    ['planner', 's3:PutObject', object('capabilities.json')],
    ['planner', 's3:GetObject', clip],
    ['planner', 'ecs:RunTask', deployedArn.taskDefinition(family)],
    ['recorder', 's3:PutObject', clip],
    ['recorder', 's3:PutObject', shard],
    ['recorder', 'dynamodb:PutItem', reasoning],
    ['recorder', 's3:GetObject', clip],
    ['widget', 'dynamodb:PutItem', experiments],
    ['widget', 'dynamodb:UpdateItem', experiments],
    ['widget', 'dynamodb:PutItem', reasoning],
    ['widget', 's3:GetObject', result],
    ['workflow', 'dynamodb:GetItem', experiments],
    ['workflow', 's3:GetObject', result],
    ['workflow', 's3:GetObject', shard],
    ['workflow', 's3:PutObject', items],
    ['planner', 's3:PutObject', items],
    ['task', 's3:PutObject', items],
    ['execution', 's3:GetObject', result],
    ['execution', 'dynamodb:GetItem', experiments],
  ])('%s may not %s on %s', async (role, action, resource) => {
    expect(await allowed(role, action, resource)).toBe(false);
  });
});

describe('the workflow', () => {
  // What Step Functions asks for a task that it waits for, by its documentation; no run here can show it.
  it.each([
    [
      'lambda:InvokeFunction',
      deployedArn.function(Object.keys(Resources).find((id) => id.startsWith('PlanningPlanner2')) ?? ''),
    ],
    ['s3:GetObject', items],
    ['ecs:RunTask', deployedArn.taskDefinition(family)],
    ['ecs:StopTask', deployedArn.task('1a2b')],
    ['ecs:DescribeTasks', deployedArn.task('1a2b')],
    ['iam:PassRole', deployedArn.role(ROLES.task)],
    ['iam:PassRole', deployedArn.role(ROLES.execution)],
    ['events:PutRule', deployedArn.rule('StepFunctionsGetEventsForECSTaskRule')],
    ['events:PutTargets', deployedArn.rule('StepFunctionsGetEventsForECSTaskRule')],
    ['events:DescribeRule', deployedArn.rule('StepFunctionsGetEventsForECSTaskRule')],
  ])('may %s on %s', async (action, resource) => {
    expect(await allowed('workflow', action, resource)).toBe(true);
  });

  it('may touch no other rule of the account', async () => {
    expect(await allowed('workflow', 'events:PutTargets', deployedArn.rule('payroll'))).toBe(false);
  });
});
