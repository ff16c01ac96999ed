import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { VIEWS } from '../../../lambdas/widget/widget-event.ts';
import { synthesise, type Template } from '../../../lib/synthesise.ts';
import { claudeMessage, startFakeClaude } from '../../support/fake-claude.ts';
import { TEST_CONTEXT } from '../../support/synthesis.ts';
import { type Call, DEPLOYED, deployedArn } from './call.ts';
import { openDeployedLab } from './deployed-runs.ts';
import { isAllowed } from './judge.ts';
import { onlyOf, policiesOf, referred } from './roles.ts';

const SECRET_NAME = 'codec-lab/anthropic';
/** Rights that these runs do not come to. */
const SELDOM = [
  // Where two calls of one planning overlap, the later one reads what the first has written.
  `PlanningPlanner dynamodb:GetItem ${deployedArn.table('ai-video-codec-reasoning')}`,
  // What an execution left that was ended from outside: here each comes to its own end.
  ...[
    `states:DescribeExecution arn:aws:states:${DEPLOYED.region}:${DEPLOYED.account}:execution:WorkflowMachine0C2E3460:*`,
    `ecs:DescribeTasks ${deployedArn.task('*')}`,
    `ecs:StopTask ${deployedArn.task('*')}`,
    'ecs:ListTasks *',
  ].map((right) => `PlanningPlanner ${right}`),
  // It lists nothing: with this right S3 says of a missing key that it is missing, and not that it is forbidden.
  `RecordingRecorder s3:ListBucket ${deployedArn.bucket(DEPLOYED.bucket)}`,
  // Only where more shards are next than an inline Map takes.
  `RecordingRecorder s3:PutObject ${deployedArn.object(DEPLOYED.bucket, 'shards/*/*/*.json')}`,
];
/** Looks like a key, so that whatever hides keys by their looks has its chance; it must not be found anywhere. */
const API_KEY = `sk-ant-test-${'x7Q'.repeat(12)}`;

let template: Template;
let calls: readonly Call[];
let endings: string[];
/** What each of the dashboard's own widgets shows. */
let shown: string[];
let printed: string;
let kept: string;
/** The key of every request to Claude. */
let keysShown: readonly unknown[];

const outdir = mkdtempSync(join(tmpdir(), 'codec-lab-rights-'));
afterAll(() => rmSync(outdir, { recursive: true, force: true }));

beforeAll(async () => {
  const context = { ...TEST_CONTEXT, maxConcurrency: 1, clipsPerTask: 1, anthropicSecretName: SECRET_NAME };
  const assembly = synthesise({ outdir, context });
  template = assembly.template;
  await using claude = await startFakeClaude(claudeMessage({ experiments: 'none of this is a plan' }));
  await using lab = await openDeployedLab(assembly.directory, API_KEY, claude.url);
  const experiment = { encoder: 'libx264' as const, parameters: { preset: 'veryfast' } };
  const broken = { error: 'States.TaskFailed', cause: { Containers: [{ ExitCode: 137 }] } };
  endings = [
    await lab.run('planned', { arms: 1 }),
    await lab.run('own-clip', { campaign: 'own', experiment }),
    await lab.run('own-clip-again', {
      campaign: 'own',
      experiment: { ...experiment, parameters: { preset: 'medium' } },
    }),
    await lab.run('in-parts', { campaign: 'parts', experiment }),
    await lab.run('killed', { arms: 1 }, broken),
    await lab.run('part-killed', { campaign: 'parts', arms: 1 }, broken),
    await lab.run('after-the-fault', { arms: 1 }),
    await lab.run('looked-at', { dryRun: true }),
  ];
  shown = await Promise.all(VIEWS.map((view) => lab.invoke('Widget', { view, campaign: 'own' })));
  calls = lab.calls;
  printed = lab.printed();
  kept = await lab.kept();
  keysShown = claude.requests.map(({ headers }) => headers.authorization);
}, 600_000);

const programs = () => [...new Set(calls.map(({ program }) => program))].sort();

/** Policies of the role that a program runs under, by the name that it signed with. */
function policies(program: string) {
  const { Resources } = template;
  const resource = Resources[program];
  const role =
    resource === undefined
      ? referred(onlyOf(Resources, 'AWS::ECS::TaskDefinition')[1], 'TaskRoleArn')
      : referred(resource, resource.Type === 'AWS::Lambda::Function' ? 'Role' : 'RoleArn');
  return policiesOf(Resources, role);
}

/** Everything that a statement allows, one resource at a time. */
const rights = (program: string) =>
  policies(program).flatMap(({ Statement }) =>
    Statement.flatMap(({ Action, Resource }) =>
      [Action].flat().flatMap((action) => [Resource].flat().map((resource) => ({ action, resource }))),
    ),
  );

const matches = (pattern: string, text: string) =>
  new RegExp(
    `^${pattern
      .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
  ).test(text);

describe('the rights of the deployed programs', () => {
  it('are judged by real runs of all of them', () => {
    expect(endings).toEqual([...Array(7).fill('done'), 'declined']);
    const functions = Object.entries(template.Resources).filter(
      ([, { Type }]) => Type === 'AWS::Lambda::Function',
    );
    expect(programs()).toEqual([...functions.map(([id]) => id), 'codec-task'].sort());
    for (const page of shown) expect(page).toContain('<');
    expect(calls.length).toBeGreaterThan(100);
  });

  it('allow every request that was made', async () => {
    const different = new Map(calls.map((call) => [JSON.stringify(call), call]));
    const denied: Call[] = [];
    for (const call of different.values())
      if (!(await isAllowed(policies(call.program), call))) denied.push(call);
    expect(denied).toEqual([]);
  });

  it('are all made use of, but for those of the service that runs them', () => {
    const unused = programs().flatMap((program) =>
      rights(program)
        .filter(({ action }) => !/^(xray|logs):/.test(action))
        .filter(
          (right) =>
            !calls.some(
              (call) =>
                call.program === program &&
                call.action === right.action &&
                matches(right.resource, call.resource),
            ),
        )
        .map(({ action, resource }) => `${program.replace(/[0-9A-F]{8}$/, '')} ${action} ${resource}`),
    );
    expect(unused).toEqual(SELDOM);
  });
});

describe('the key to Claude', () => {
  it('is read once, by the planner, which then asks Claude with it', () => {
    const reads = calls.filter(({ action }) => action.startsWith('secretsmanager:'));
    expect(reads).toEqual([
      {
        program: expect.stringMatching(/^PlanningPlanner/),
        action: 'secretsmanager:GetSecretValue',
        resource: deployedArn.secret(SECRET_NAME),
      },
    ]);
    expect(keysShown.length).toBeGreaterThan(1);
    expect(new Set(keysShown)).toEqual(new Set([`Bearer ${API_KEY}`]));
  });

  it('is in no log, no row, no artifact and nowhere in the template', () => {
    for (const text of [printed, kept, JSON.stringify(template)]) {
      expect(text.length).toBeGreaterThan(1000);
      expect(text).not.toContain(API_KEY);
      expect(text).not.toContain(API_KEY.slice(10, 30));
      expect(text).not.toContain('signing-key-of-');
    }
  });
});
