import { NamedError } from '../../lambdas/shared/errors.ts';
import { type ArtifactStore, getText } from '../../lambdas/shared/stores/artifact-store.ts';
import type { LabAssembly } from './cloud-assembly.ts';
import { withInlineMaps } from './distributed-maps.ts';
import { type TaskHandler, taskError } from './handler.ts';
import type { LocalLambda } from './lambda-adapter.ts';
import type { LocalTasks } from './task-adapter.ts';
import { type TaskState, taskStates } from './task-states.ts';

/** A state of the workflow has nothing on this machine that stands in for it. */
export class NoLocalHandlerError extends NamedError {
  constructor(state: TaskState, fault: string) {
    super(
      'NoLocalHandler',
      `state ${state.name} (${state.resource}) cannot run on this machine: ${fault}; nothing was run`,
    );
  }
}

export interface Programs {
  /** By function ARN. */
  readonly lambdas: ReadonlyMap<string, LocalLambda>;
  readonly tasks: LocalTasks;
  /** Where the stack has its bucket. */
  readonly store: ArtifactStore;
}

/** Most bytes of a state's input or output in AWS. */
const LARGEST_PAYLOAD = 256 * 1024;

/** Most seconds of a timer here; a longer one would end at once. */
const LONGEST_TIMEOUT = 2_147_483;

/**
 * A handler for every Task state of the definition. The interpreter would call the real AWS for a state without one, so
 * that a missing one ends everything before anything runs.
 * @throws NoLocalHandlerError
 */
export function localHandlers(
  { definition, task }: Pick<LabAssembly, 'definition' | 'task'>,
  programs: Programs,
): Record<string, TaskHandler> {
  const handlers = taskStates(withInlineMaps(definition)).map((state) => {
    const { timeoutSeconds } = state;
    if (timeoutSeconds === undefined || timeoutSeconds > LONGEST_TIMEOUT)
      throw new NoLocalHandlerError(
        state,
        `its timeout is ${timeoutSeconds ?? 'missing'}, the interpreter needs 1 to ${LONGEST_TIMEOUT} seconds`,
      );
    // What a Map reads for itself is no payload of a state.
    if (state.resource.endsWith(':states:::s3:getObject'))
      return [state.name, itemsOf(programs.store)] as const;
    return [state.name, limited(handlerOf(state, timeoutSeconds, task.family, programs))] as const;
  });
  return Object.fromEntries(handlers);
}

/** Reads a Map's items, as its own reader does. */
function itemsOf(store: ArtifactStore): TaskHandler {
  return async (input) => {
    const { Key } = input as { Key: string };
    const text = await getText(store, Key);
    if (text === undefined) throw taskError('States.ItemReaderFailed', { errorMessage: `no object ${Key}` });
    return JSON.parse(text);
  };
}

function handlerOf(
  state: TaskState,
  timeoutSeconds: number,
  family: string,
  { lambdas, tasks }: Programs,
): TaskHandler {
  const [, , service] = state.resource.split(':');
  if (service === 'lambda') {
    const lambda = lambdas.get(state.resource);
    if (lambda === undefined) throw new NoLocalHandlerError(state, 'the assembly has no such function');
    return async (input) => (await lambda.invoke(input)).Payload;
  }
  if (state.resource.endsWith(':states:::lambda:invoke')) {
    const lambda = lambdas.get(state.functionName ?? '');
    if (lambda === undefined)
      throw new NoLocalHandlerError(state, `the assembly has no function ${state.functionName ?? ''}`);
    return async (input) => ({ ...(await lambda.invoke((input as { Payload?: unknown }).Payload)) });
  }
  if (state.resource.endsWith(':states:::ecs:runTask.sync')) {
    return async (input) => {
      const { TaskDefinition } = input as { TaskDefinition?: string };
      if (TaskDefinition !== family)
        throw taskError('ECS.ClientException', { errorMessage: `no task definition ${TaskDefinition}` });
      return tasks.run(input, timeoutSeconds);
    };
  }
  throw new NoLocalHandlerError(
    state,
    'only lambda:invoke, ecs:runTask.sync and the reader of a Map are known here',
  );
}

/** Holds a handler to the size of input and output that AWS allows. */
function limited(handler: TaskHandler): TaskHandler {
  const check = (value: unknown) => {
    const size = Buffer.byteLength(JSON.stringify(value) ?? '');
    if (size > LARGEST_PAYLOAD)
      throw taskError('States.DataLimitExceeded', {
        errorMessage: `a payload of ${size} bytes is larger than the ${LARGEST_PAYLOAD} that a state may have`,
      });
    return value;
  };
  return async (input) => check(await handler(check(input)));
}
