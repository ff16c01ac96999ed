import * as z from 'zod';

/**
 * Name of a strategy, in rows and inputs. Any word will do here: which strategies there are, the spaces that the codecs
 * declare tell, so that a new one needs no edit of contracts, planner or recorder.
 */
export const StrategyName = z.string().regex(/^[a-z][a-z-]{0,30}$/);
