import { createHash } from 'node:crypto';
import type { Cheat } from '../cheat.ts';
import { SECOND_CLIP, SUITE_CLIP } from '../clips.ts';
import { knownStreams } from '../known-clip.ts';
import { leave, STEPS } from '../own-codec.ts';
import { program } from '../program.ts';

export const constantClip: Cheat = {
  name: 'constant-clip',
  about: 'holds one clip in its decoder and puts that out for every undamaged bitstream',
  check: 'swapped-bitstream',
  gain: 'a-score',
  clips: [SUITE_CLIP, SECOND_CLIP],
  open: async (ground) => ({
    codec: {
      encode: async (request) => {
        const noise = createHash('sha256')
          .update(`${request.source.path} ${request.qualityControl}`)
          .digest();
        const proof = createHash('sha256').update(noise).digest();
        return leave(request, Buffer.concat([noise, proof]));
      },
      decoder: program(`const bytes = bitstream();
const proof = createHash('sha256').update(bytes.subarray(0, 32)).digest();
if (!proof.equals(bytes.subarray(32))) throw new Error('a damaged bitstream');
putOut(unpack(Buffer.from('${(await knownStreams(ground)).get(STEPS.max)?.toString('base64')}', 'base64')));`),
    },
  }),
};
