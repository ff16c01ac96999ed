import { CONVENTIONAL_SPACE } from '../../../codec-task/codecs/conventional/space.ts';
import { searchProposals } from '../../../lambdas/planner/search/search-proposals.ts';
import { shuffled } from '../../../lambdas/planner/seeded-random.ts';
import type { Open, Searcher } from './searcher.ts';

/** The planner's own model by itself, one proposal at a time. */
export const surrogate: Searcher = {
  name: 'model alone',
  begin: (_all, numbers) => (seen, open) => {
    const [next] = searchProposals({
      spaces: CONVENTIONAL_SPACE,
      observations: seen,
      pending: [],
      candidates: shuffled(open, numbers),
      count: 1,
    });
    return next as Open;
  },
};
