import type { ExperimentRecord } from '../../../lambdas/shared/record.ts';
import { getSummary, listCampaigns } from '../../../lambdas/shared/stores/campaign-store.ts';
import type { Tables } from '../../../lambdas/shared/stores/document-client.ts';
import { recentExperiments } from '../../../lambdas/shared/stores/experiment-store.ts';
import { contentReport } from '../report/content-report.ts';
import { clipsLine, experimentsTable, tableLegend } from '../report/experiments-table.ts';
import { shortId } from '../report/format.ts';
import { historyFigures } from '../report/history-figures.ts';
import { intelligenceReport } from '../report/intelligence-report.ts';
import { sourcesReport } from '../report/sources-report.ts';
import type { Terminal } from '../terminal.ts';
import { withArchive } from './archive.ts';

/** Characters of a line that has room for whole ids. */
const WIDE_ENOUGH = 130;

export interface HistoryOptions {
  readonly data: string;
  readonly campaign?: string;
  /** How many of the newest are shown. */
  readonly limit: number;
  readonly json?: boolean;
}

/**
 * Prints a campaign's experiments, newest last, what each source has brought and how well it researches; of all campaigns
 * unless one is named.
 * @returns exit code.
 */
export function history(options: HistoryOptions, terminal: Terminal): Promise<number> {
  return withArchive(options.data, terminal, ({ tables }) => tellHistory(tables, options, terminal));
}

/** The same of any tables. */
export async function tellHistory(
  tables: Tables,
  { campaign, limit, json }: Omit<HistoryOptions, 'data'>,
  terminal: Terminal,
): Promise<void> {
  const campaigns = campaign === undefined ? await listCampaigns(tables) : [campaign];
  if (json === true) {
    const figures = [];
    for (const name of campaigns)
      figures.push(
        historyFigures(name, await recentExperiments(tables, name, limit), await getSummary(tables, name)),
      );
    terminal.say(JSON.stringify(figures, null, 1));
    return;
  }
  if (campaigns.length === 0) terminal.say('no campaign has recorded anything yet');
  for (const name of campaigns) terminal.say(await told(tables, name, limit, terminal.columns));
}

async function told(tables: Tables, name: string, limit: number, columns: number): Promise<string> {
  const { records, unreadable } = await recentExperiments(tables, name, limit);
  const summary = await getSummary(tables, name);
  const nameOf = (record: ExperimentRecord) =>
    columns < WIDE_ENOUGH ? shortId(record.experiment_id) : record.experiment_id;
  const sections = [sourcesReport, contentReport, intelligenceReport].map((report) =>
    report(summary, columns),
  );
  return [
    `Campaign ${name}: ${records.length === 0 ? 'no experiments' : ''}`.trim(),
    ...(records.length === 0
      ? []
      : [
          experimentsTable([...records].reverse(), nameOf, columns),
          clipsLine(records, columns),
          tableLegend(records, columns),
        ]),
    ...sections.flatMap((lines) => (lines.length === 0 ? [] : ['', ...lines])),
    ...unreadable.map(({ id, reason }) => `${id} cannot be read: ${reason}`),
  ].join('\n');
}
