import type { StateMachineDefinition } from 'aws-local-stepfunctions';

/** A Task state with what decides who stands in for its resource. */
export interface TaskState {
  readonly name: string;
  readonly resource: string;
  /** Of `lambda:invoke`; undefined for every other resource. */
  readonly functionName: string | undefined;
  /** Undefined when the state has none. */
  readonly timeoutSeconds: number | undefined;
}

interface AnyState {
  readonly Type: string;
  readonly Resource?: string;
  readonly TimeoutSeconds?: number;
  readonly Parameters?: Readonly<Record<string, unknown>>;
  readonly ItemProcessor?: Pick<StateMachineDefinition, 'States'>;
  readonly Iterator?: Pick<StateMachineDefinition, 'States'>;
  readonly Branches?: readonly Pick<StateMachineDefinition, 'States'>[];
}

/** All Task states of a definition, those inside Map and Parallel states included. */
export function taskStates({ States }: Pick<StateMachineDefinition, 'States'>): TaskState[] {
  return Object.entries(States as Readonly<Record<string, AnyState>>).flatMap(([name, state]) => {
    const nested = [state.ItemProcessor, state.Iterator, ...(state.Branches ?? [])];
    const inside = nested.flatMap((machine) => (machine === undefined ? [] : taskStates(machine)));
    if (state.Type !== 'Task') return inside;
    const functionName = state.Parameters?.['FunctionName'];
    return [
      {
        name,
        resource: state.Resource ?? '',
        functionName: typeof functionName === 'string' ? functionName : undefined,
        timeoutSeconds: state.TimeoutSeconds,
      },
      ...inside,
    ];
  });
}
