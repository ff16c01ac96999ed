import { json } from 'node:stream/consumers';
import { type Loopback, loopback } from './loopback.ts';
import { runningTasks, signal } from './task-processes.ts';

/** Step Functions and ECS as the planner asks them, over the executions and the processes of this machine. */
export interface ControlPlane extends Loopback {
  /** Ids of executions that were aborted; all others run. */
  readonly aborted: Set<string>;
  /** Ids of the experiments whose tasks were stopped by request. */
  readonly stopped: string[];
}

const CLUSTER = 'arn:aws:ecs:us-east-1:000000000000:cluster/lab';

/** Variables that turn the planner to a control plane. */
export function controlledBy({ url }: ControlPlane): Record<string, string> {
  return { CLUSTER, AWS_ENDPOINT_URL_SFN: url, AWS_ENDPOINT_URL_ECS: url };
}

export async function openControlPlane(): Promise<ControlPlane> {
  const aborted = new Set<string>();
  const stopped: string[] = [];
  const arnOf = (pid: number) => `arn:aws:ecs:us-east-1:000000000000:task/lab/${pid}`;
  const answers: Readonly<Record<string, (input: Record<string, unknown>) => unknown>> = {
    DescribeExecution: ({ executionArn }) => ({
      status: aborted.has(String(executionArn)) ? 'ABORTED' : 'RUNNING',
    }),
    ListTasks: () => ({ taskArns: runningTasks().map(({ pid }) => arnOf(pid)) }),
    DescribeTasks: ({ tasks }) => ({
      tasks: runningTasks()
        .filter(({ pid }) => (tasks as string[]).includes(arnOf(pid)))
        .map(({ pid, experimentId }) => ({
          taskArn: arnOf(pid),
          overrides: {
            containerOverrides: [{ environment: [{ name: 'EXPERIMENT_ID', value: experimentId }] }],
          },
        })),
    }),
    StopTask: ({ task }) => {
      const found = runningTasks().find(({ pid }) => arnOf(pid) === task);
      if (found !== undefined) {
        signal(found.pid, 'SIGTERM');
        stopped.push(found.experimentId);
      }
      return {};
    },
  };
  const server = await loopback(async (request, response) => {
    const input = (await json(request)) as Record<string, unknown>;
    const action = String(request.headers['x-amz-target']).split('.').at(-1) ?? '';
    response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' });
    response.end(JSON.stringify(answers[action]?.(input) ?? {}));
  });
  return { ...server, aborted, stopped };
}
