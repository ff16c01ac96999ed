import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DescribeExecutionCommand, GetExecutionHistoryCommand, type HistoryEvent } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  putPlannedExperiment,
  putTerminalExperiment,
} from '../../../lambdas/shared/stores/experiment-store.ts';
import { putReasoning } from '../../../lambdas/shared/stores/reasoning-store.ts';
import { watchExecution } from '../../../lib/deployed/command/watch.ts';
import { openDeployment } from '../../../lib/deployed/deployment.ts';
import { findExecution } from '../../../lib/deployed/executions.ts';
import { follow } from '../../../lib/deployed/follow.ts';
import type { ProgressInput } from '../../../lib/local/progress/iteration-progress.ts';
import { terminal } from '../../../lib/local/terminal.ts';
import { givenPlanned, givenReasoning, givenSuccess } from '../../lambdas/recorder/given.ts';
import { openAccount, STARTED, typed } from './given.ts';
import { historyService } from './history-service.ts';

let account: Awaited<ReturnType<typeof openAccount>>;
const planned = givenPlanned(0);
const { campaign, experiment_id, reasoning_id } = planned;
const plan = {
  ...{ decision: 'run', reason: 'due', campaign, reasoning_id, plan: null },
  arms: [{ campaign, experiment_id, reasoning_id }],
};
beforeAll(async () => {
  account = await openAccount();
  await putPlannedExperiment(account.tables, planned);
  await putReasoning(account.tables, givenReasoning([planned]));
  await putTerminalExperiment(account.tables, givenSuccess(0, -12));
});
beforeEach(() => account.reset());
afterAll(() => account.close());

const at = (seconds: number) => new Date(STARTED.getTime() + 1000 * seconds);
const HISTORY: HistoryEvent[] = [
  { type: 'ExecutionStarted' as const, previousEventId: 0 },
  { type: 'TaskStateEntered' as const, stateEnteredEventDetails: { name: 'Plan' } },
  {
    type: 'TaskStateExited' as const,
    stateExitedEventDetails: { name: 'Plan', output: JSON.stringify({ plan }) },
  },
  { type: 'MapStateEntered' as const, stateEnteredEventDetails: { name: 'RunArms' } },
  { type: 'MapIterationStarted' as const, mapIterationStartedEventDetails: { name: 'RunArms', index: 0 } },
  { type: 'TaskStateEntered' as const, stateEnteredEventDetails: { name: 'RunExperiment' } },
].map((event, index) => ({ id: index + 1, previousEventId: index, timestamp: at(10 * index), ...event }));
const step = {
  ...{ event: 'step', experiment_id, clip: 'dog', stage: 'encode', label: 'crf 27' },
  ...{ fraction: 0.5, step_fraction: 0, run_id: reasoning_id },
};

function running(events = HISTORY) {
  account.run('night', { status: 'RUNNING' });
  account.workflow.on(GetExecutionHistoryCommand).callsFake(historyService(events));
  account.logs.on(FilterLogEventsCommand).resolves({
    events: [
      { eventId: '1', timestamp: at(70).getTime(), message: `${JSON.stringify(step)}\n` },
      { eventId: '2', timestamp: at(71).getTime(), message: 'no progress' },
    ],
  });
}

/** What is shown until the looks that are allowed are done; each is followed by what `between` does. */
async function shown(looks: number, between: (look: number) => void = () => {}) {
  const told: { input: ProgressInput; at: number | undefined }[] = [];
  const stop = new AbortController();
  using deployment = await openDeployment('CodecLab');
  let look = 0;
  const ending = await follow(deployment, await findExecution(deployment, 'night'), {
    view: { show: (input, seconds) => told.push({ input, at: seconds }) },
    stop: stop.signal,
    pause: async () => {
      look += 1;
      between(look);
      if (look === looks) stop.abort();
    },
  });
  return { told, ending };
}

describe('following a run', () => {
  it('shows states, plan and the tasks’ progress at their own times, each once, and asks for that run’s lines', async () => {
    running();
    const { told, ending } = await shown(3);
    expect(ending).toBeUndefined();
    expect(told.map(({ input, at: seconds }) => [input.kind, seconds])).toEqual([
      ['state', 10],
      ['planned', 20],
      ['state', 20],
      ['state', 30],
      ['state', 50],
      ['task', 70],
    ]);
    expect(told[1]?.input).toMatchObject({ arms: [{ id: experiment_id, label: 'libx265 preset=medium' }] });
    const [call] = account.logs.commandCalls(FilterLogEventsCommand);
    expect(call?.args[0].input).toMatchObject({
      logGroupName: '/lab/task',
      filterPattern: `{ $.run_id = "${reasoning_id}" }`,
      startTime: STARTED.getTime(),
    });
  });

  it('goes on after a fault of the network, says so once, and shows nothing twice', async () => {
    running();
    const { told } = await shown(4, (look) => {
      const gone = Object.assign(new Error('getaddrinfo'), { code: 'ENOTFOUND' });
      if (look === 1) account.workflow.on(GetExecutionHistoryCommand).rejects(gone);
      if (look === 3) running();
    });
    const notes = told.flatMap(({ input }) => (input.kind === 'note' ? [input.text] : []));
    expect(notes).toEqual(['no answer from AWS (Error), trying again', 'the connection is back']);
    expect(told.filter(({ input }) => input.kind !== 'note')).toHaveLength(6);
  });

  it('ends with a fault that does not pass', async () => {
    running();
    const denied = Object.assign(new Error('not authorized'), { name: 'AccessDeniedException' });
    account.logs.on(FilterLogEventsCommand).rejects(denied);
    await expect(shown(2)).rejects.toThrow('not authorized');
  });
});

describe('a history of many pages', () => {
  const entered = (id: number): HistoryEvent => ({
    ...{ id, previousEventId: 0, timestamp: at(id), type: 'TaskStateEntered' },
    stateEnteredEventDetails: { name: `S${id}` },
  });
  const upTo = (last: number) => Array.from({ length: last }, (_, index) => entered(index + 1));
  const calls = () => account.workflow.commandCalls(GetExecutionHistoryCommand).length;

  it('is read once to its beginning, and after that no further back than what is known', async () => {
    running(upTo(2500));
    const atLook: number[] = [];
    const { told } = await shown(4, (look) => {
      atLook.push(calls());
      if (look === 1) running(upTo(2503));
      if (look === 2) running(upTo(2640));
    });
    // Three pages of a thousand; one of fifty for three new events; three for 137; one where nothing is new.
    expect(atLook).toEqual([3, 4, 7, 8]);
    const states = told.flatMap(({ input }) => (input.kind === 'state' ? input.event.state : []));
    expect(states).toEqual(upTo(2640).map(({ id }) => `S${id}`));
  });
});

describe('watch', () => {
  it('left by Ctrl-C says that the run goes on, and stops nothing', async () => {
    running();
    using deployment = await openDeployment('CodecLab');
    const said: string[] = [];
    const quiet = { ...terminal(process.stdout), isLive: false, say: (text: string) => said.push(text) };
    const signals = { stop: AbortSignal.abort(), exitCode: () => 130 };
    const execution = await findExecution(deployment, 'night');
    expect(await watchExecution(deployment, execution, signals, quiet as never)).toBe(130);
    expect(said.at(-1)).toBe(
      'night goes on: npm run aws -- watch night shows it again, npm run aws -- stop night ends it',
    );
  });

  it('of a run that has ended prints what it came to, as the local command does', async () => {
    running();
    const output = JSON.stringify({ plan, conclusion: { summary: 'better', failed: false } });
    account.run('night', { status: 'SUCCEEDED', output });
    const { code, out } = await typed('watch');
    expect(code).toBe(0);
    expect(out).toContain('0:50  -01  libx265 preset=medium');
    expect(out).toContain(`Iteration ${reasoning_id} of campaign default`);
    expect(out).toContain(`s3://artifacts-of-the-lab/experiments/default/${reasoning_id}-*`);
  });

  it('of a run that failed says why', async () => {
    running([]);
    account.run('night', { status: 'FAILED' });
    account.workflow.on(DescribeExecutionCommand).resolves({
      ...{ executionArn: 'arn', stateMachineArn: 'arn', name: 'night', startDate: STARTED },
      ...{ status: 'FAILED', error: 'out of luck', cause: 'nobody knows' },
    });
    expect(await typed('watch')).toMatchObject({
      code: 1,
      out: expect.stringContaining('the iteration failed: out of luck: nobody knows'),
    });
  });
});

describe('status', () => {
  it('lists the newest runs and what the campaigns came to', async () => {
    account.run('night', { status: 'SUCCEEDED' });
    const { code, out } = await typed('status');
    expect(code).toBe(0);
    expect(out).toMatch(/^Newest runs\n {2}night {2}2026-11-23 06:00 UTC {2}succeeded/);
    expect(out).toContain('no campaign has recorded anything yet');
  });
});

describe('report', () => {
  it('shows the experiments that the tables hold', async () => {
    const { code, out } = await typed('report', '--campaign', 'default');
    expect([code, out]).toEqual([0, expect.stringContaining('-12.0')]);
    const { out: json } = await typed('report', '--campaign', 'default', '--json');
    expect(JSON.parse(json)).toMatchObject([{ campaign: 'default', experiments: [{ experiment_id }] }]);
  });
});

describe('logs', () => {
  it('of planner, tasks and recorder stand in the order of time, with level and experiment', async () => {
    account.run('night', { status: 'RUNNING' });
    const line = (seconds: number, message: object | string) => ({
      events: [
        {
          eventId: String(seconds),
          timestamp: at(seconds).getTime(),
          message: typeof message === 'string' ? message : JSON.stringify(message),
        },
      ],
    });
    const of = (logGroupName: string) => account.logs.on(FilterLogEventsCommand, { logGroupName });
    of('/lab/planner').resolves(line(3, 'START RequestId'));
    of('/lab/task').resolves(line(1, { level: 'warning', message: 'a 10-bit clip', experiment_id: 'e-01' }));
    of('/lab/recorder').resolves(line(2, { level: 'info', message: 'recorded' }));
    const { out } = await typed('logs', 'night');
    expect(out.trimEnd().split('\n')).toEqual([
      '06:00:01  task      e-01  warning: a 10-bit clip',
      '06:00:02  recorder  recorded',
      '06:00:03  planner   START RequestId',
    ]);
  });
});
