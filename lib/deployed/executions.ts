import { randomBytes } from 'node:crypto';
import {
  DescribeExecutionCommand,
  type DescribeExecutionCommandOutput,
  type ExecutionListItem,
  type ExecutionStatus,
  ListExecutionsCommand,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { PlannerAnswer } from '../../lambdas/shared/workflow.ts';
import { endingWithoutRun } from '../local/ending-without-run.ts';
import { UsageError } from '../local/usage-error.ts';
import type { Ending, GivenInput } from '../local/workflow.ts';
import type { Deployment } from './deployment.ts';
import { DeploymentError } from './faults.ts';

type Workflow = Pick<Deployment, 'workflow' | 'stateMachine'>;

/** One run of the workflow. */
export interface Execution {
  readonly arn: string;
  /** Last part of the ARN, which a person types. */
  readonly name: string;
  readonly status: ExecutionStatus;
  readonly startedAt: Date;
  readonly endedAt: Date | undefined;
}

/** Starts an iteration. @returns its name. */
export async function startExecution(
  { workflow, stateMachine }: Workflow,
  input: GivenInput,
  now: Date,
): Promise<string> {
  const name = `${now.toISOString().replaceAll(/[-:.]/g, '')}-${randomBytes(2).toString('hex')}`;
  await workflow.send(
    new StartExecutionCommand({ stateMachineArn: stateMachine, name, input: JSON.stringify(input) }),
  );
  return name;
}

/** The newest first. */
export async function recentExecutions(
  { workflow, stateMachine }: Workflow,
  limit: number,
  status?: ExecutionStatus,
): Promise<Execution[]> {
  const { executions = [] } = await workflow.send(
    new ListExecutionsCommand({
      stateMachineArn: stateMachine,
      maxResults: limit,
      ...(status && { statusFilter: status }),
    }),
  );
  return executions.map(executionOf);
}

/**
 * The run of that name; without one the running, else the newest.
 * @throws DeploymentError when nothing ran yet; UsageError for a name that no run has.
 */
export async function findExecution(deployment: Workflow, name: string | undefined): Promise<Execution> {
  if (name !== undefined) return await namedExecution(deployment, name);
  const [running] = await recentExecutions(deployment, 1, 'RUNNING');
  const [newest] = running === undefined ? await recentExecutions(deployment, 1) : [running];
  if (newest !== undefined) return newest;
  throw new DeploymentError('nothing has run here yet: npm run aws -- start runs a first iteration');
}

async function namedExecution({ workflow, stateMachine }: Workflow, name: string): Promise<Execution> {
  const arn = `${stateMachine.replace(':stateMachine:', ':execution:')}:${name}`;
  try {
    return executionOf(await workflow.send(new DescribeExecutionCommand({ executionArn: arn })));
  } catch (error) {
    if (!(error instanceof Error) || !/^(ExecutionDoesNotExist|InvalidArn)$/.test(error.name)) throw error;
    throw new UsageError(`there is no run ${name}: npm run aws -- status lists the newest`);
  }
}

/** Asks a run to end; its tasks are ended with it by Step Functions. */
export async function stopExecution({ workflow }: Workflow, { arn }: Execution): Promise<void> {
  await workflow.send(
    new StopExecutionCommand({
      executionArn: arn,
      error: 'StoppedByPerson',
      cause: 'stopped from a terminal; the next iteration concludes what it left',
    }),
  );
}

/** How a run ended; undefined while it runs. */
export async function endingOf({ workflow }: Workflow, { arn }: Execution): Promise<Ending | undefined> {
  const described = await workflow.send(new DescribeExecutionCommand({ executionArn: arn }));
  if (described.status === 'RUNNING' || described.status === 'PENDING_REDRIVE') return undefined;
  if (described.status === 'SUCCEEDED') return success(described);
  return {
    kind: 'failed',
    error: described.error ?? described.status ?? 'no status',
    cause: described.cause ?? 'no cause is given',
  };
}

/** Done gives the whole state, Declined and Skipped the planner's answer alone. */
function success({ output = '' }: DescribeExecutionCommandOutput): Ending {
  const state = JSON.parse(output) as { plan?: unknown; conclusion?: { summary?: string } };
  const isDone = state.conclusion !== undefined;
  const plan = PlannerAnswer.safeParse(isDone ? state.plan : state);
  if (!plan.success)
    throw new DeploymentError(
      'the run ended with an answer of another version: update the stack or this copy',
    );
  return isDone
    ? { kind: 'done', plan: plan.data, summary: state.conclusion?.summary ?? '' }
    : endingWithoutRun(plan.data);
}

function executionOf(found: ExecutionListItem | DescribeExecutionCommandOutput): Execution {
  const { executionArn: arn = '', name = '', status = 'RUNNING', startDate, stopDate } = found;
  return { arn, name, status, startedAt: startDate ?? new Date(0), endedAt: stopDate };
}
