import type { Candidate } from '../candidates.ts';
import { openCandidates } from '../open-candidates.ts';
import type { Finding, PlanningContext } from '../planning.ts';
import { checkCandidates, isLeftIn } from './checks.ts';
import { modelCandidates } from './model.ts';
import { mutations } from './mutation.ts';
import { randomCandidates } from './random.ts';

/** What may be run, by who offers it, the most wanted first. `checks` is for what findings demand. */
export interface Offers {
  readonly checks: readonly Candidate[];
  readonly model: readonly Candidate[];
  readonly mutation: readonly Candidate[];
  readonly random: readonly Candidate[];
}

/** Candidates of each source that are looked up at once: together no more than one request to the table takes. */
const LOOKED_UP = { checks: 24, model: 44, mutation: 16, random: 16 } as const;
/** Looks, each farther down the model's list and with other draws, before nothing is held to be open. */
const LOOKS = 3;

/** The open offers of all sources, and how many candidates were looked at. */
export interface OpenOffers {
  readonly offers: Offers;
  readonly possible: number;
}

/**
 * What each source offers that the campaign has not recorded. Where a first look finds fewer than the iteration has arms,
 * further ones follow.
 * @param recorded those of at most a hundred hashes that the campaign has recorded.
 */
export async function openOffers(
  context: PlanningContext,
  findings: readonly Finding[],
  random: () => number,
  recorded: (hashes: readonly string[]) => Promise<Set<string>>,
): Promise<OpenOffers> {
  const checks = checkCandidates(context);
  const model = modelCandidates(context, LOOKS * LOOKED_UP.model, random);
  const seen = new Set<string>();
  let found: Offers = { checks: [], model: [], mutation: [], random: [] };
  for (let look = 0; look < LOOKS; look++) {
    const page = <T>(list: readonly T[], size: number) => list.slice(look * size, (look + 1) * size);
    const offered: Offers = {
      checks: page(checks, LOOKED_UP.checks),
      model: page(model, LOOKED_UP.model),
      mutation: mutations(context, LOOKED_UP.mutation, random),
      random: randomCandidates(context, LOOKED_UP.random, random),
    };
    const all: Candidate[] = [offered.checks, offered.model, offered.mutation, offered.random].flat();
    const hashes = [...new Set(all.map(({ hash }) => hash))];
    for (const hash of hashes) seen.add(hash);
    if (hashes.length === 0) break;
    found = merged(found, opened(context, findings, offered, await recorded(hashes)));
    const open = new Set(
      [found.checks, found.model, found.mutation, found.random].flat().map(({ hash }) => hash),
    );
    if (open.size >= context.arms) break;
  }
  return { offers: found, possible: seen.size };
}

function opened(
  context: PlanningContext,
  findings: readonly Finding[],
  offered: Offers,
  recorded: ReadonlySet<string>,
): Offers {
  const open = (list: readonly Candidate[]) =>
    openCandidates(context, list.filter(isLeftIn(findings)), recorded, findings);
  const { checks, model, mutation, random } = offered;
  return { checks: open(checks), model: open(model), mutation: open(mutation), random: open(random) };
}

function merged(a: Offers, b: Offers): Offers {
  return {
    checks: [...a.checks, ...b.checks],
    model: [...a.model, ...b.model],
    mutation: [...a.mutation, ...b.mutation],
    random: [...a.random, ...b.random],
  };
}
