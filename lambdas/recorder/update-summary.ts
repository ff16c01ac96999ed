import { SummaryContendedError } from '../shared/errors.ts';
import { loadSummary, putSummary } from '../shared/stores/campaign-store.ts';
import type { CampaignSummary } from '../shared/summary.ts';
import type { Surroundings } from './surroundings.ts';

/** As many as there are arms at most: each conflict means that one of the others got through, and each writes once. */
const TRIES = 8;
const LONGEST_FIRST_WAIT_MS = 40;

/** A campaign's summary after an update, and whether this call is the one that changed it. */
export interface SummaryUpdate {
  readonly summary: CampaignSummary;
  readonly changed: boolean;
}

/**
 * Reads, folds and writes a summary until no other writer comes between. One that had to be made anew is written in any case.
 * @param fold returns its argument when there is nothing to add.
 * @throws SummaryContendedError after eight conflicts.
 */
export async function updateSummary(
  { tables, random, wait }: Pick<Surroundings, 'tables' | 'random' | 'wait'>,
  campaign: string,
  fold: (summary: CampaignSummary) => CampaignSummary,
): Promise<SummaryUpdate> {
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const { summary: before, isRebuilt } = await loadSummary(tables, campaign);
    const after = fold(before);
    const changed = after !== before;
    if (!changed && !isRebuilt) return { summary: before, changed };
    const stored = { ...after, version: before.version + 1 };
    if (await putSummary(tables, campaign, stored)) return { summary: stored, changed };
    if (attempt < TRIES - 1) await wait(random() * LONGEST_FIRST_WAIT_MS * 2 ** Math.min(attempt, 4));
  }
  throw new SummaryContendedError(campaign, TRIES);
}
