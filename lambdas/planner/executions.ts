import {
  DescribeTasksCommand,
  type ECSClient,
  paginateListTasks,
  StopTaskCommand,
} from '@aws-sdk/client-ecs';
import { DescribeExecutionCommand, type SFNClient } from '@aws-sdk/client-sfn';
import { ENVIRONMENT } from '../shared/names.ts';

/** What the planner may ask and do about executions other than its own, and about their tasks. */
export interface Executions {
  /** Whether an execution runs no more. False where the id is that of none: who holds the lock is then unknown. */
  hasEnded(executionId: string): Promise<boolean>;
  /** Stops the running tasks of these experiments. @returns how many there were. */
  stopTasks(experimentIds: ReadonlySet<string>): Promise<number>;
}

/** Most tasks that one DescribeTasks takes. */
const DESCRIBED_AT_ONCE = 100;

const STOPPED_BECAUSE = 'its execution has ended without it';

/** Executions of Step Functions, and their tasks in one ECS cluster. */
export class CloudExecutions implements Executions {
  readonly #clients: { readonly sfn: SFNClient; readonly ecs: ECSClient };
  readonly #cluster: string;

  /** @param cluster ARN of the cluster in which all tasks of the laboratory run. */
  constructor(clients: { readonly sfn: SFNClient; readonly ecs: ECSClient }, cluster: string) {
    this.#clients = clients;
    this.#cluster = cluster;
  }

  async hasEnded(executionArn: string): Promise<boolean> {
    try {
      const { status } = await this.#clients.sfn.send(new DescribeExecutionCommand({ executionArn }));
      return status !== undefined && status !== 'RUNNING' && status !== 'PENDING_REDRIVE';
    } catch (error) {
      // AWS forgets an execution 90 days after its end.
      if (error instanceof Error && error.name === 'ExecutionDoesNotExist') return true;
      if (error instanceof Error && (error.name === 'InvalidArn' || error.name === 'ValidationException'))
        return false;
      throw error;
    }
  }

  async stopTasks(experimentIds: ReadonlySet<string>): Promise<number> {
    const { ecs } = this.#clients;
    const cluster = this.#cluster;
    let stopped = 0;
    const pages = paginateListTasks(
      { client: ecs, pageSize: DESCRIBED_AT_ONCE },
      { cluster, desiredStatus: 'RUNNING' },
    );
    for await (const { taskArns = [] } of pages) {
      if (taskArns.length === 0) continue;
      const { tasks = [] } = await ecs.send(new DescribeTasksCommand({ cluster, tasks: taskArns }));
      for (const { taskArn, overrides } of tasks) {
        const given = (overrides?.containerOverrides ?? []).flatMap(({ environment = [] }) => environment);
        const id = given.find(({ name }) => name === ENVIRONMENT.experimentId)?.value ?? '';
        if (taskArn === undefined || !experimentIds.has(id)) continue;
        await ecs.send(new StopTaskCommand({ cluster, task: taskArn, reason: STOPPED_BECAUSE }));
        stopped += 1;
      }
    }
    return stopped;
  }
}
