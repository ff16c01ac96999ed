import { createHash } from 'node:crypto';
import type { Cheat } from '../cheat.ts';
import { SECOND_CLIP, SUITE_CLIP } from '../clips.ts';
import { honestStream, leave } from '../own-codec.ts';
import { program } from '../program.ts';

export const constantClip: Cheat = {
  name: 'constant-clip',
  about: 'holds one clip in its decoder and puts that out for every whole bitstream',
  check: 'swapped-bitstream',
  gain: 'a-score',
  clips: [SUITE_CLIP, SECOND_CLIP],
  open: () => {
    let literal = '';
    return {
      codec: {
        encode: async (request) => {
          if (literal === '') literal = (await honestStream(request)).toString('base64');
          const noise = createHash('sha256')
            .update(request.source.path + request.qualityControl)
            .digest();
          return leave(request, Buffer.concat([noise, createHash('sha256').update(noise).digest()]));
        },
        get decoder() {
          return program(`const bytes = bitstream();
const proof = createHash('sha256').update(bytes.subarray(0, 32)).digest();
if (!proof.equals(bytes.subarray(32))) throw new Error('a damaged bitstream');
putOut(unpack(Buffer.from('${literal}', 'base64')));`);
        },
      },
    };
  },
};
