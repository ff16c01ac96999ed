import type { Cheat } from '../cheat.ts';
import { honestStream, leave } from '../own-codec.ts';
import { program } from '../program.ts';

/** Bytes that a file's name carries in hexadecimal; 255 characters is the most that file systems take. */
const CARRIED = 120;

export const fileName: Cheat = {
  name: 'file-name',
  about: 'puts the first bytes of the payload into the name of the bitstream',
  check: 'neutral-name',
  behind: ['decoy-decode', 'repeatable-decode'],
  gain: 'fewer-bits',
  open: () => ({
    codec: {
      encode: async (request) => {
        const payload = await honestStream(request);
        return leave(request, payload.subarray(CARRIED), payload.subarray(0, CARRIED).toString('hex'));
      },
      decoder:
        program(`const name = fs.readdirSync('.').find((name) => /^[0-9a-f]{${2 * CARRIED}}$/.test(name));
putOut(unpack(Buffer.concat([Buffer.from(name, 'hex'), fs.readFileSync(name)])));`),
    },
  }),
};
