import type { Decoder } from '../../../codec-task/codecs/decoder.ts';
import type { Cheat } from '../cheat.ts';
import { honestStream, leave } from '../own-codec.ts';
import { program } from '../program.ts';

/** Characters of the payload in one name. */
const CARRIED = 200;

export const codeFileNames: Cheat = {
  name: 'code-file-names',
  about: 'carries the payload in the names of hundreds of empty code files',
  check: 'charged-decoder',
  charged: true,
  gain: 'fewer-bits',
  open: () => {
    const payloads = new Map<number, string>();
    return {
      codec: {
        encode: async (request) => {
          payloads.set(request.qualityControl, (await honestStream(request)).toString('hex'));
          return leave(request, Buffer.from([request.qualityControl]));
        },
        get decoder(): Decoder {
          const own = program(`const names = fs.readdirSync('.').filter((name) => /^p-/.test(name)).sort();
const mine = names.map((name) => name.split('-')).filter(([, step]) => Number(step) === bitstream()[0]);
putOut(unpack(Buffer.from(mine.map(([, , , text]) => text).join(''), 'hex')));`);
          if (own.kind !== 'program') return own;
          const names = [...payloads].flatMap(([step, text]) =>
            (text.match(new RegExp(`.{1,${CARRIED}}`, 'g')) ?? []).map(
              (part, index) => `p-${step}-${String(index).padStart(6, '0')}-${part}`,
            ),
          );
          const empty = names.map((name) => ({ name, bytes: new Uint8Array() }));
          return { kind: 'program', code: [...own.code, ...empty] };
        },
      },
    };
  },
};
