import { SummaryContendedError } from '../shared/errors.ts';
import { getSummary, putSummary } from '../shared/stores/campaign-store.ts';
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
 * Reads, folds and writes a summary until no other writer comes between.
 * @param fold returns its argument when there is nothing to add.
 * @throws SummaryContendedError after eight conflicts.
 */
export async function updateSummary(
  { tables, random, wait }: Pick<Surroundings, 'tables' | 'random' | 'wait'>,
  campaign: string,
  fold: (summary: CampaignSummary) => CampaignSummary,
): Promise<SummaryUpdate> {
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const before = await getSummary(tables, campaign);
    const after = fold(before);
    if (after === before) return { summary: before, changed: false };
    const stored = { ...after, version: before.version + 1 };
    if (await putSummary(tables, campaign, stored)) return { summary: stored, changed: true };
    if (attempt < TRIES - 1) await wait(random() * LONGEST_FIRST_WAIT_MS * 2 ** Math.min(attempt, 4));
  }
  throw new SummaryContendedError(campaign, TRIES);
}
