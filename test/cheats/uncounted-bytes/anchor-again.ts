import { conventionalCodec } from '../../../codec-task/codecs/conventional/conventional.ts';
import type { Cheat } from '../cheat.ts';

export const anchorAgain: Cheat = {
  name: 'anchor-again',
  about: "gives the anchor's encode for its own",
  check: 'duplicate-output',
  gain: 'a-score',
  open: () => ({
    codec: conventionalCodec('libx265', { preset: 'medium' }),
    control: { name: 'crf', min: 22, max: 37, ladder: [22, 27, 32, 37] },
  }),
};
