import type { ExperimentRecord } from '../../../lambdas/shared/record.ts';
import { listCampaigns } from '../../../lambdas/shared/stores/campaign-store.ts';
import { recentExperiments } from '../../../lambdas/shared/stores/experiment-store.ts';
import { clipsLine, experimentsTable, tableLegend } from '../report/experiments-table.ts';
import { shortId } from '../report/format.ts';
import type { Terminal } from '../terminal.ts';
import { withArchive } from './archive.ts';

/** Characters of a line that has room for whole ids. */
const WIDE_ENOUGH = 130;

export interface HistoryOptions {
  readonly data: string;
  readonly campaign?: string;
  /** How many of the newest are shown. */
  readonly limit: number;
}

/** Prints a campaign's experiments, newest last; of all campaigns unless one is named. @returns exit code. */
export function history({ data, campaign, limit }: HistoryOptions, terminal: Terminal): Promise<number> {
  return withArchive(data, terminal, async ({ tables }) => {
    const campaigns = campaign === undefined ? await listCampaigns(tables) : [campaign];
    if (campaigns.length === 0) terminal.say('no campaign has recorded anything yet');
    for (const name of campaigns) {
      const { records, unreadable } = await recentExperiments(tables, name, limit);
      terminal.say(`Campaign ${name}: ${records.length === 0 ? 'no experiments' : ''}`.trim());
      if (records.length > 0) {
        const { columns } = terminal;
        const nameOf = (record: ExperimentRecord) =>
          columns < WIDE_ENOUGH ? shortId(record.experiment_id) : record.experiment_id;
        terminal.say(experimentsTable([...records].reverse(), nameOf, columns));
        terminal.say(`${clipsLine(records, columns)}\n${tableLegend(records, columns)}`);
      }
      for (const { id, reason } of unreadable) terminal.say(`${id} cannot be read: ${reason}`);
    }
  });
}
