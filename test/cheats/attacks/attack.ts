import type { Cheat } from '../cheat.ts';

/** A trick that no single check stops: the way the harness is built must come to nothing of it. */
export type Attack = Pick<Cheat, 'name' | 'about' | 'open' | 'gain' | 'limits'>;
