import validate from 'asl-validator';
import { describe, expect, it } from 'vitest';
import { STATES } from '../../lambdas/shared/names.ts';
import { parseSettings } from '../../lambdas/shared/settings.ts';
import { armMinutes, WORKFLOW_MINUTES } from '../../lib/workflow-limits.ts';
import { allStates, readDefinition, type State } from './definition.ts';
import { only, template } from './synthesised.ts';

const definition = readDefinition();
const states = allStates(definition);
const tasks = Object.entries(states).filter(([, { Type }]) => Type === 'Task');

function stateOf(name: string): State {
  const state = states[name];
  if (state === undefined) throw new Error(`the definition has no state ${name}`);
  return state;
}

const caught = (name: string) => stateOf(name).Catch?.map(({ Next, ResultPath }) => [Next, ResultPath]);
const retried = (name: string) => stateOf(name).Retry?.flatMap(({ ErrorEquals }) => ErrorEquals);

describe('the workflow', () => {
  it('is a valid definition with valid paths and ARNs', () => {
    const { isValid, errorsText } = validate(readDefinition(), { checkPaths: true, checkArn: true });
    expect(isValid, isValid ? '' : errorsText('\n')).toBe(true);
  });

  it('has exactly the states that the contract names', () => {
    expect(Object.keys(states).sort()).toEqual(Object.values(STATES).sort());
  });

  it('keeps the input under one name before anything reads it', () => {
    expect(definition.StartAt).toBe(STATES.receive);
    expect(stateOf(STATES.receive)['Parameters']).toEqual({ 'input.$': '$' });
    expect(stateOf(STATES.plan)['Parameters']).toEqual({
      'input.$': '$.input',
      'execution_id.$': '$$.Execution.Id',
      'started_at.$': '$$.Execution.StartTime',
    });
  });

  it('ends by name and cause when something was caught, else in Done', () => {
    expect(stateOf(STATES.isFaulty)['Default']).toBe(STATES.done);
    expect(stateOf(STATES.failed)).toMatchObject({
      Type: 'Fail',
      ErrorPath: '$.conclusion.error',
      CausePath: '$.conclusion.cause',
    });
  });

  it('ends a declined iteration well, with the reason as output', () => {
    expect(stateOf(STATES.decide)['Default']).toBe(STATES.declined);
    expect(stateOf(STATES.declined)).toMatchObject({ Type: 'Succeed', OutputPath: '$.plan' });
  });

  it('ends one that found another at work in a state of its own, with its owner as output', () => {
    expect(stateOf(STATES.decide)['Choices']).toContainEqual(
      expect.objectContaining({ StringEquals: 'skipped', Next: STATES.skipped }),
    );
    expect(stateOf(STATES.skipped)).toMatchObject({ Type: 'Succeed', OutputPath: '$.plan' });
  });

  it('logs every step without the data, and is traced', () => {
    template.hasResourceProperties('AWS::StepFunctions::StateMachine', {
      LoggingConfiguration: { Level: 'ALL', IncludeExecutionData: false },
      TracingConfiguration: { Enabled: true },
    });
  });
});

describe('every Task', () => {
  it.each(tasks)('%s has a timeout of its own that a timer can hold', (_name, { TimeoutSeconds }) => {
    expect(TimeoutSeconds).toBeGreaterThan(0);
    expect(TimeoutSeconds).toBeLessThanOrEqual(WORKFLOW_MINUTES * 60);
  });

  it.each(tasks)('%s retries named errors only', (name) => {
    expect(retried(name)?.length).toBeGreaterThan(0);
    expect(retried(name)).not.toContain('States.ALL');
    expect(retried(name)).not.toContain('States.TaskFailed');
  });

  it.each([STATES.plan, STATES.recordResult, STATES.recordFailure, STATES.conclude])(
    '%s outlasts its function, so that the function tells what went wrong',
    (name) => {
      const id = stateOf(name).Resource?.split(':').at(-1) ?? '';
      const { Timeout } = template.findResources('AWS::Lambda::Function')[id]?.['Properties'] ?? {};
      expect(Timeout).toBeGreaterThan(0);
      expect(stateOf(name).TimeoutSeconds).toBeGreaterThan(Timeout);
    },
  );

  it.each([STATES.plan, STATES.recordResult, STATES.recordFailure, STATES.conclude])(
    '%s runs again when the Lambda service or the tables are busy',
    (name) => {
      expect(retried(name)).toEqual(
        expect.arrayContaining([
          'Lambda.ServiceException',
          'Lambda.TooManyRequestsException',
          'TablesThrottled',
          'SummaryContended',
        ]),
      );
    },
  );
});

describe('a failure', () => {
  it.each([STATES.plan, STATES.runArms])(
    'of %s goes to the conclusion, which gives the lock back',
    (name) => {
      expect(caught(name)).toEqual([[STATES.conclude, '$.failure']]);
    },
  );

  it('of an experiment goes to its own record', () => {
    expect(caught(STATES.runExperiment)).toEqual([[STATES.recordFailure, '$.failure']]);
    expect(stateOf(STATES.recordFailure)['Parameters']).toMatchObject({
      action: 'record-failure',
      'failure.$': '$.failure',
    });
  });

  it.each([STATES.recordResult, STATES.recordFailure])('of %s ends that arm alone', (name) => {
    expect(caught(name)).toEqual([[STATES.notRecorded, '$.not_recorded']]);
    expect(stateOf(STATES.notRecorded)).toMatchObject({ Type: 'Pass', End: true });
  });
});

describe('an arm', () => {
  it('is a Fargate task that the workflow waits for', () => {
    expect(stateOf(STATES.runExperiment)).toMatchObject({
      Resource: 'arn:aws:states:::ecs:runTask.sync',
      ResultPath: null,
      Parameters: { LaunchType: 'FARGATE', PlatformVersion: '1.4.0' },
    });
  });

  it.each([STATES.runExperiment, STATES.runShard])('in %s is told its ids and nothing else', (state) => {
    expect(stateOf(state)['Parameters']).toMatchObject({
      Overrides: {
        ContainerOverrides: [
          {
            Name: 'codec-task',
            Environment: [
              { Name: 'CAMPAIGN', 'Value.$': '$.campaign' },
              { Name: 'EXPERIMENT_ID', 'Value.$': '$.experiment_id' },
              { Name: 'SHARD', 'Value.$': '$.shard' },
            ],
          },
        ],
      },
    });
  });

  it('runs beside as many others as configured', () => {
    expect(stateOf(STATES.runArms)).toMatchObject({
      MaxConcurrency: 2,
      ItemsPath: '$.plan.arms',
      ResultPath: null,
    });
  });
});

describe('time', () => {
  it('is up for the workflow before the next schedule and before the lock may be taken over', () => {
    expect(definition.TimeoutSeconds).toBe(WORKFLOW_MINUTES * 60);
    expect(WORKFLOW_MINUTES).toBeLessThan(6 * 60);
    expect(parseSettings({}).lock_minutes).toBeGreaterThan(WORKFLOW_MINUTES);
  });

  it.each([
    [3, 3, 120],
    [3, 2, 120],
    [3, 1, 90],
    [8, 3, 90],
    [8, 1, 33],
    [1, 8, 120],
  ])('lets %i arms, %i at a time, run %i minutes each', (arms, maxConcurrency, minutes) => {
    expect(armMinutes({ settings: parseSettings({ arms }), maxConcurrency })).toBe(minutes);
  });

  it('is up for the configured arms before it is up for the workflow', () => {
    const planAndConclude =
      (stateOf(STATES.plan).TimeoutSeconds ?? 0) + (stateOf(STATES.conclude).TimeoutSeconds ?? 0);
    for (let arms = 1; arms <= 8; arms++) {
      for (let maxConcurrency = 1; maxConcurrency <= 8; maxConcurrency++) {
        const longest =
          Math.ceil(arms / maxConcurrency) *
            (armMinutes({ settings: parseSettings({ arms }), maxConcurrency }) * 60) +
          planAndConclude;
        expect(longest, `${arms} arms, ${maxConcurrency} at a time`).toBeLessThan(definition.TimeoutSeconds);
      }
    }
  });
});

it('carries the machine away with the stack, since it can be made anew', () => {
  expect(only('AWS::StepFunctions::StateMachine').DeletionPolicy).toBe('Delete');
});
