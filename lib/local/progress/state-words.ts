import { STATES } from '../../../lambdas/shared/names.ts';

/** What a state of the workflow does, in words for a person who watches. */
const WORDS: Readonly<Record<string, string>> = {
  [STATES.plan]: 'reading the history and planning',
  [STATES.declined]: 'nothing is run',
  [STATES.skipped]: 'another iteration is running',
  [STATES.runArms]: 'running the experiments',
  [STATES.nextShards]: 'looking for clips that are left to measure',
  [STATES.runShards]: 'running the shards',
  [STATES.conclude]: 'drawing the conclusion',
  [STATES.done]: 'done',
  [STATES.failed]: 'the iteration failed',
};

/** Name of a state with what it does. */
export function stateText(state: string): string {
  const words = WORDS[state];
  return words === undefined ? state : `${state}: ${words}`;
}
