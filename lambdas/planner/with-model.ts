import type { PreferredRegion } from '../shared/reasoning.ts';
import type { Shares } from './bandit/allot.ts';
import type { Candidate } from './candidates.ts';
import { type Arm, byModel, chooseArms } from './choose.ts';
import type { PlanningContext, Proposal } from './planning.ts';
import { reconcile } from './reconcile.ts';
import { regionArms } from './region-arms.ts';
import { proposed } from './rules.ts';
import type { Offers } from './sources/offers.ts';
import { changeOf } from './statements.ts';

/** A language model's answer and what it is to be joined with. */
export interface Joining {
  readonly answer: Proposal;
  /** Arms that the language model has. */
  readonly count: number;
  /** Hashes among its experiments that are recorded. */
  readonly taken: ReadonlySet<string>;
  /** What it prefers now or has preferred and still stands, and what is open there. */
  readonly regions: readonly PreferredRegion[];
  readonly inside: readonly Candidate[];
  readonly offers: Offers;
  readonly checks: readonly Candidate[];
  readonly shares: Shares;
}

/** From so many arms on, one of the language model's is searched for inside the regions that it prefers. */
const ARMS_FOR_REGIONS = 3;

/**
 * A language model's plan with the arms that are planned without it, or why none of it can be run: then its hypothesis would
 * stand over experiments that cannot test it. What of its share it leaves open, the search fills: inside the regions that
 * it prefers, now or since earlier, where there are some, which is then its idea, and else by the search's own judgement.
 */
export function withModel(
  context: PlanningContext,
  { answer, count, taken, regions, inside, offers, checks, shares }: Joining,
): { readonly proposal: Proposal } | { readonly rejected: string } {
  const asked = regions.length > 0 && count >= ARMS_FOR_REGIONS ? count - 1 : count;
  const { kept, notes } = reconcile(context, answer, asked, taken);
  if (kept.length === 0)
    return { rejected: `Claude proposed nothing that could be run: ${notes.join('; ') || 'no experiments'}` };
  const alone = chooseArms(context, { offers, checks, shares, beside: kept });
  const beside = [...kept, ...alone];
  const missing = count - kept.length;
  const pool = [...inside, ...offers.model].filter(({ hash }) => !taken.has(hash));
  const filling =
    regions.length > 0
      ? regionArms(context, { regions, candidates: pool, beside, count: missing })
      : byModel(context, offers.model, beside, missing).map((each): Arm => ({ ...each, source: 'model' }));
  const arms = [...filling, ...alone];
  const { next_experiment } = answer;
  return {
    proposal: {
      ...answer,
      next_experiment: {
        ...next_experiment,
        changes: [
          ...next_experiment.changes.slice(0, 12 - arms.length),
          ...arms.map((arm) => `${toldSource(arm)}: ${changeOf(arm)}`.slice(0, 300)),
        ],
      },
      risks: [...notes.map((note) => `${note} and was left out`.slice(0, 400)), ...answer.risks].slice(0, 8),
      experiments: [
        ...kept.map(({ hash: _hash, ...experiment }) => experiment),
        ...arms.map((arm) => proposed(context, arm)),
      ],
    },
  };
}

function toldSource({ source, preferredBy }: Arm): string {
  if (preferredBy !== undefined) return `inside the regions preferred in ${preferredBy}`;
  return source === 'llm' ? 'inside the preferred regions' : `without Claude, by ${source}`;
}
