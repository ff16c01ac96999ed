import type { LabSettings } from '../shared/settings.ts';
import type { Tables } from '../shared/stores/document-client.ts';

/** All that a widget needs from outside. It only reads. */
export interface Surroundings {
  readonly tables: Tables;
  /** Their caps are what the ledger is held against. */
  readonly settings: LabSettings;
  readonly now: () => Date;
  /** Writes one line to the log. */
  readonly print: (line: string) => void;
}
