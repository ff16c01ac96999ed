import type { LabSettings } from '../shared/settings.ts';
import type { EncoderSpace } from '../shared/space.ts';
import type { ArtifactStore } from '../shared/stores/artifact-store.ts';
import type { Tables } from '../shared/stores/document-client.ts';
import type { Executions } from './executions.ts';
import type { ExchangeKeeper, LlmAnswer } from './llm/ask-claude.ts';
import type { Finding, PlanningContext } from './planning.ts';
import type { ProposalSources } from './propose.ts';

/** All that the planner touches outside itself. */
export interface Surroundings extends Pick<ProposalSources, 'findKey'> {
  /** @param keeper where the exchange is kept; undefined in a dry run, which writes nothing. */
  readonly ask: (
    context: PlanningContext,
    findings: readonly Finding[],
    key: string,
    keeper: ExchangeKeeper | undefined,
  ) => Promise<LlmAnswer>;
  readonly tables: Tables;
  readonly store: ArtifactStore;
  readonly settings: LabSettings;
  /** All that can be run. */
  readonly spaces: readonly EncoderSpace[];
  /** Other executions and their tasks; absent on one machine, where the start-up settles what was left. */
  readonly executions?: Executions | undefined;
  readonly now: () => Date;
  /** Prints one line on standard output. */
  readonly print: (line: string) => void;
}
