import { filled, only } from './synthesised.ts';

/** A state as far as the tests look into it. */
export interface State {
  readonly Type: string;
  readonly Resource?: string;
  readonly TimeoutSeconds?: number;
  readonly Next?: string;
  readonly ResultPath?: string | null;
  readonly Retry?: readonly { readonly ErrorEquals: readonly string[] }[];
  readonly Catch?: readonly {
    readonly ErrorEquals: readonly string[];
    readonly ResultPath: string;
    readonly Next: string;
  }[];
  readonly ItemProcessor?: { readonly States: Readonly<Record<string, State>> };
  readonly MaxConcurrency?: number;
  readonly [field: string]: unknown;
}

export interface Definition {
  readonly StartAt: string;
  readonly TimeoutSeconds: number;
  readonly States: Readonly<Record<string, State>>;
}

/** The synthesised workflow, read anew, since the validator writes into what it checks. */
export function readDefinition(): Definition {
  return JSON.parse(filled(only('AWS::StepFunctions::StateMachine').Properties.DefinitionString));
}

/** All states, those of the Map included, by name. */
export function allStates({ States }: Pick<Definition, 'States'>): Record<string, State> {
  const inner = Object.values(States).map((state) =>
    state.ItemProcessor ? allStates(state.ItemProcessor) : {},
  );
  return Object.assign({}, States, ...inner);
}
