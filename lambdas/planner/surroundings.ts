import type { LabSettings } from '../shared/settings.ts';
import type { ArtifactStore } from '../shared/stores/artifact-store.ts';
import type { Tables } from '../shared/stores/document-client.ts';
import type { ProposalSources } from './propose.ts';

/** All that the planner touches outside itself. */
export interface Surroundings extends Pick<ProposalSources, 'findKey' | 'ask'> {
  readonly tables: Tables;
  readonly store: ArtifactStore;
  readonly settings: LabSettings;
  readonly now: () => Date;
  /** Prints one line on standard output. */
  readonly print: (line: string) => void;
}
