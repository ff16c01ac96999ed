import type { StateMachineDefinition } from 'aws-local-stepfunctions';

type States = Readonly<Record<string, AnyState>>;

interface AnyState {
  readonly Type: string;
  readonly Next?: string;
  readonly Default?: string;
  readonly Choices?: readonly { readonly Next: string }[];
  readonly Catch?: readonly { readonly Next: string }[];
  readonly ItemReader?: ItemReader;
}

/** As much of an ItemReader as this laboratory's definition has. */
interface ItemReader {
  readonly Resource: string;
  readonly Parameters: Readonly<Record<string, unknown>>;
}

/** Where the items are put that a Map's own reader would read. */
const ITEMS = 'items_read';
const READ_LIMIT_SECONDS = 60;

/** The state that reads the items of a Map in its place. */
export function readerOf(map: string): string {
  return `${map}Items`;
}

/**
 * The same workflow for an interpreter that knows inline Maps alone: before each Map that reads its items from S3 comes a
 * Task that does, and the Map takes them from the state. All other states are as they were. Maps inside of others are not
 * looked for: this workflow has none with a reader.
 */
export function withInlineMaps(definition: StateMachineDefinition): StateMachineDefinition {
  const states = definition.States as unknown as States;
  const readers = new Set(Object.keys(states).filter((name) => states[name]?.ItemReader !== undefined));
  if (readers.size === 0) return definition;
  const via = (name: string) => (readers.has(name) ? readerOf(name) : name);
  const expanded = Object.entries(states).flatMap(([name, state]): [string, unknown][] => {
    const led = redirected(state, via);
    return state.ItemReader === undefined ? [[name, led]] : expandedMap(name, led, state.ItemReader);
  });
  return {
    ...definition,
    StartAt: via(definition.StartAt),
    States: Object.fromEntries(expanded) as StateMachineDefinition['States'],
  };
}

function expandedMap(
  name: string,
  { ItemReader: _reader, ...map }: AnyState,
  { Resource, Parameters }: ItemReader,
): [string, unknown][] {
  const reader = {
    Type: 'Task',
    Resource,
    Parameters,
    ResultPath: `$.${ITEMS}`,
    TimeoutSeconds: READ_LIMIT_SECONDS,
    Catch: map.Catch,
    Next: name,
  };
  return [
    [readerOf(name), reader],
    [name, { ...map, ItemsPath: `$.${ITEMS}` }],
  ];
}

function redirected(state: AnyState, via: (name: string) => string): AnyState {
  return {
    ...state,
    ...(state.Next !== undefined && { Next: via(state.Next) }),
    ...(state.Default !== undefined && { Default: via(state.Default) }),
    ...(state.Choices && { Choices: state.Choices.map((rule) => ({ ...rule, Next: via(rule.Next) })) }),
    ...(state.Catch && { Catch: state.Catch.map((rule) => ({ ...rule, Next: via(rule.Next) })) }),
  };
}
