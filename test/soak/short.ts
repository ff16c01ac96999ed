import { providing } from './provide-iterations.ts';

/** As long as fits among all tests. */
export default providing(50);
