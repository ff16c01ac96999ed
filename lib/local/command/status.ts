import { listCampaigns, readPlanningState } from '../../../lambdas/shared/stores/campaign-store.ts';
import type { Tables } from '../../../lambdas/shared/stores/document-client.ts';
import { readLastReasoning } from '../read-iteration.ts';
import { statusReport } from '../report/status-report.ts';
import type { Terminal } from '../terminal.ts';
import { withArchive } from './archive.ts';

/** Prints what every campaign, or one, has come to so far. @returns exit code. */
export function status(
  { data, campaign }: { readonly data: string; readonly campaign?: string },
  terminal: Terminal,
): Promise<number> {
  return withArchive(data, terminal, ({ tables }) =>
    tellCampaigns(tables, { ...(campaign && { campaign }), isDeployed: false }, terminal),
  );
}

/** The same of any tables. */
export async function tellCampaigns(
  tables: Tables,
  { campaign, isDeployed }: { readonly campaign?: string; readonly isDeployed: boolean },
  terminal: Terminal,
): Promise<void> {
  const all = await listCampaigns(tables);
  const chosen = all.filter((name) => campaign === undefined || name === campaign);
  if (all.length === 0) terminal.say('no campaign has recorded anything yet');
  else if (chosen.length === 0)
    terminal.say(`campaign ${campaign} has recorded nothing; those that have: ${all.join(', ')}`);
  const month = new Date().toISOString().slice(0, 7);
  for (const [index, name] of chosen.entries()) {
    const [{ summary, control }, reasoning] = await Promise.all([
      readPlanningState(tables, name, 'none'),
      readLastReasoning(tables, name),
    ]);
    if (index > 0) terminal.say('');
    const found = { campaign: name, summary, control, reasoning, isDeployed };
    terminal.say(statusReport(found, month, terminal.columns));
  }
}
