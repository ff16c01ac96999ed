import type { ArtifactStore } from '../shared/stores/artifact-store.ts';
import type { Tables } from '../shared/stores/document-client.ts';

/** All that recording needs from outside: where things are kept, time, chance and the log. */
export interface Surroundings {
  readonly tables: Tables;
  readonly store: ArtifactStore;
  readonly now: () => Date;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  readonly wait: (milliseconds: number) => Promise<void>;
  /** Writes one line to the log, where lines in embedded metric format become metrics. */
  readonly print: (line: string) => void;
}
