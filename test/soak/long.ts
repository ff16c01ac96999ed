import { providing } from './provide-iterations.ts';

/** As long as a campaign of four months. */
export default providing(500);
