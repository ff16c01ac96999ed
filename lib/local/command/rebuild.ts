import { rebuildSummary } from '../../../lambdas/shared/memory/rebuild.ts';
import { listCampaigns, loadSummary, putSummary } from '../../../lambdas/shared/stores/campaign-store.ts';
import type { Tables } from '../../../lambdas/shared/stores/document-client.ts';
import type { Terminal } from '../terminal.ts';
import { withArchive } from './archive.ts';

/** As often as a summary may change while its records are read, which an iteration that runs may do. */
const TRIES = 3;

/** Makes the summary of a campaign, or of all, anew from its records and stores it. @returns exit code. */
export async function rebuild(
  { data, campaign }: { readonly data: string; readonly campaign?: string },
  terminal: Terminal,
): Promise<number> {
  let failed = false;
  const exitCode = await withArchive(data, terminal, async ({ tables }) => {
    const campaigns = campaign === undefined ? await listCampaigns(tables) : [campaign];
    if (campaigns.length === 0) terminal.say('no campaign has recorded anything yet');
    for (const name of campaigns) {
      const told = await rebuilt(tables, name);
      failed ||= told === undefined;
      terminal.say(
        told ??
          `campaign ${name}: its summary changed at each of ${TRIES} tries, so it stays as it is; rebuild it when no iteration runs`,
      );
    }
  });
  return exitCode === 0 && failed ? 1 : exitCode;
}

/** What was done, in a line for each thing to say; undefined when others kept changing the summary. */
async function rebuilt(tables: Tables, campaign: string): Promise<string | undefined> {
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const before = (await loadSummary(tables, campaign)).summary.version;
    const { summary, records, unreadable } = await rebuildSummary(tables, campaign);
    if (records === 0 && before === 0) return `campaign ${campaign} has recorded nothing yet`;
    if (await putSummary(tables, campaign, { ...summary, version: before + 1 }))
      return [
        `campaign ${campaign}: summary made anew from ${records} experiments`,
        ...unreadable.map(({ id, reason }) => `${id} cannot be read and is left out: ${reason}`),
      ].join('\n');
  }
  return undefined;
}
