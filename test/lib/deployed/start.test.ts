import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { StartExecutionCommand, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { executionArn, MACHINE, openAccount, typed } from './given.ts';

let account: Awaited<ReturnType<typeof openAccount>>;
let folder: string;
beforeAll(async () => {
  account = await openAccount();
  folder = await mkdtemp(join(tmpdir(), 'codec-lab-start-'));
});
beforeEach(() => account.reset());
afterAll(async () => {
  await account.close();
  await rm(folder, { recursive: true, force: true });
});

const inputFile = async (text: string) => {
  const path = join(folder, 'input.json');
  await writeFile(path, text);
  return path;
};
const started = () =>
  account.workflow.commandCalls(StartExecutionCommand).map(({ args: [{ input }] }) => ({
    machine: input.stateMachineArn,
    input: JSON.parse(input.input ?? ''),
  }));

describe('start', () => {
  it.each([
    [[], {}],
    [['--strategy', 'hybrid', '--resume'], { strategy: 'hybrid', resume: true }],
    [['--campaign', 'films', '--arms', '2', '--seed', '7'], { campaign: 'films', arms: 2, seed: 7 }],
    [
      ['--codec', 'libsvtav1', '--strategy', 'hybrid', '--param', 'preset=6'],
      { experiment: { encoder: 'libsvtav1', strategy: 'hybrid', parameters: { preset: 6 } } },
    ],
  ])('given %j, starts the machine of the stack with that and says how to go on', async (words, input) => {
    account.workflow.on(StartExecutionCommand).resolves({ executionArn: executionArn('x') });
    const { code, out } = await typed('start', ...words);
    expect(code).toBe(0);
    expect(started()).toEqual([{ machine: MACHINE, input }]);
    expect(out).toMatch(/^started (\S+): npm run aws -- watch \1 shows it, npm run aws -- stop \1 ends it$/m);
  });

  it('given a file, sends what is in it, changed by what is typed', async () => {
    account.workflow.on(StartExecutionCommand).resolves({});
    await typed('start', '--input', await inputFile('{"campaign":"films","arms":3}'), '--arms', '1');
    expect(started()[0]?.input).toEqual({ campaign: 'films', arms: 1 });
  });

  it.each([
    ['{"arms":99}', 'arms'],
    ['[1]', 'holds no JSON object'],
    ['{', 'holds no JSON object'],
    ['{"wat":1}', 'wat'],
  ])('given a file with %s, starts nothing and says why', async (text, words) => {
    const { code, err } = await typed('start', '--input', await inputFile(text));
    expect([code, started()]).toEqual([2, []]);
    expect(err).toContain(words);
    expect(err.trimEnd()).not.toContain('\n');
  });

  it.each([
    ['--param', 'preset=6'],
    ['--codec', 'wat'],
    ['--input', '/nowhere.json'],
  ])('given %s %s alone, starts nothing and says why', async (...words) => {
    const { code, err } = await typed('start', ...words);
    expect([code, started()]).toEqual([2, []]);
    expect(err).not.toBe('');
  });

  it('of a dry run waits for the plan and says why nothing was run', async () => {
    account.workflow.on(StartExecutionCommand).resolves({});
    const plan = { ...{ campaign: 'default', reasoning_id: null, arms: [] }, plan: null };
    const answer = { decision: 'dry-run', reason: 'a plan only', ...plan };
    account.run('x', { status: 'SUCCEEDED', output: JSON.stringify(answer) });
    const { code, out } = await typed('start', '--dry-run');
    expect(started()[0]?.input).toEqual({ dryRun: true });
    expect([code, out]).toEqual([0, expect.stringContaining('nothing was run: a plan only')]);
  });

  it.each([
    ['skipped', 'skipped: night holds the lock', { owner: 'night' }],
    // As runs that ended before there was a state for it are still told by Step Functions.
    ['declined', 'nothing was run: night holds the lock', {}],
  ])('beside another run that ended as %s, says who is at work', async (decision, words, more) => {
    const plan = { ...{ campaign: 'default', reasoning_id: null, arms: [] }, plan: null };
    const output = JSON.stringify({ decision, reason: 'night holds the lock', ...plan, ...more });
    account.run('x', { status: 'SUCCEEDED', output });
    const { code, out } = await typed('watch', 'x');
    expect([code, out]).toEqual([0, expect.stringContaining(words)]);
  });
});

describe('stop', () => {
  it('ends the running execution', async () => {
    account.run('night', { status: 'RUNNING' });
    account.workflow.on(StopExecutionCommand).resolves({});
    const { code, out } = await typed('stop');
    const [call] = account.workflow.commandCalls(StopExecutionCommand);
    expect(call?.args[0].input.executionArn).toBe(executionArn('night'));
    expect([code, out]).toEqual([0, expect.stringContaining('night is stopped')]);
  });

  it('given one that has ended, says so and ends nothing', async () => {
    account.run('night', { status: 'SUCCEEDED' });
    const { code, err } = await typed('stop', 'night');
    expect([code, err]).toEqual([2, 'night is not running (succeeded)\n']);
    expect(account.workflow.commandCalls(StopExecutionCommand)).toEqual([]);
  });
});

describe('every command', () => {
  const commands = [['start'], ['status'], ['watch'], ['logs'], ['stop'], ['report']];
  const fault = (name: string, message: string) => Object.assign(new Error(message), { name });

  it.each(commands)('%s without credentials says so in one sentence', async (command) => {
    account.cloudFormation
      .on(DescribeStacksCommand)
      .rejects(fault('CredentialsProviderError', 'Could not load credentials from any providers'));
    const { code, err } = await typed(command);
    expect([code, err]).toEqual([1, expect.stringMatching(/^there are no AWS credentials that hold .*\n$/)]);
  });

  it.each(commands)('%s without a stack says so in one sentence', async (command) => {
    account.cloudFormation
      .on(DescribeStacksCommand)
      .rejects(fault('ValidationError', 'Stack with id Other does not exist'));
    const { code, err } = await typed(command, '--stack', 'Other');
    expect([code, err]).toEqual([
      1,
      expect.stringMatching(/^there is no stack Other in .*npm run deploy.*\n$/),
    ]);
  });

  it.each([['watch'], ['logs'], ['stop']])(
    '%s where nothing ran says so in one sentence',
    async (command) => {
      const { code, err } = await typed(command);
      expect([code, err]).toEqual([1, expect.stringMatching(/^nothing has run here yet: .*\n$/)]);
    },
  );

  it.each([['watch'], ['logs'], ['stop']])('%s of a run that is not there says so', async (command) => {
    account.workflow.rejects(fault('ExecutionDoesNotExist', 'Execution Does Not Exist'));
    const { code, err } = await typed(command, 'wat');
    expect([code, err]).toEqual([2, 'there is no run wat: npm run aws -- status lists the newest\n']);
  });

  it('of a stack of before these outputs says which is missing', async () => {
    account.stack(account.outputs.slice(1));
    const { code, err } = await typed('status');
    expect([code, err]).toEqual([
      1,
      expect.stringContaining('no output StateMachineArn: it is of an earlier'),
    ]);
  });

  it('is listed where none is typed', async () => {
    const { code, out } = await typed();
    expect([code, out]).toEqual([0, expect.stringContaining('put-clips [options] <path...>')]);
  });

  it('that is none is refused with where they are listed', async () => {
    expect(await typed('wat')).toMatchObject({
      code: 2,
      err: expect.stringContaining('npm run aws -- --help'),
    });
  });
});
