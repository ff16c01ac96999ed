import type { Decoder } from '../../../codec-task/codecs/decoder.ts';
import type { Cheat } from '../cheat.ts';
import { knownStreams } from '../known-clip.ts';
import { honestStream, leave } from '../own-codec.ts';
import { program } from '../program.ts';

/** Characters of the payload in one name. */
const IN_ONE = 80;
/** Bytes of the payload in all names; the rest is in the bitstream. */
const CARRIED = 800;

export const codeFileNames: Cheat = {
  name: 'code-file-names',
  about: 'holds part of the payload in the names of empty code files',
  check: 'charged-decoder',
  charged: true,
  gain: 'fewer-bits',
  open: async (ground) => {
    const names = [...(await knownStreams(ground))].flatMap(([step, stream]) =>
      namesOf(step, stream.subarray(0, CARRIED)),
    );
    return {
      codec: {
        encode: async (request) => {
          const rest = (await honestStream(request)).subarray(CARRIED);
          return leave(request, Buffer.concat([Buffer.from([request.qualityControl]), rest]));
        },
        decoder: withNames(names),
      },
    };
  },
};

function namesOf(step: number, stream: Buffer): string[] {
  const parts = stream.toString('hex').match(new RegExp(`.{1,${IN_ONE}}`, 'g')) ?? [];
  return parts.map((part, index) => `p-${step}-${String(index).padStart(6, '0')}-${part}`);
}

function withNames(names: readonly string[]): Decoder {
  const own = program(`const step = String(bitstream()[0]);
const parts = fs.readdirSync('.').sort().map((name) => name.split('-'));
const mine = parts.filter((part) => part[0] === 'p' && part[1] === step).map((part) => part[3]);
putOut(unpack(Buffer.concat([Buffer.from(mine.join(''), 'hex'), bitstream().subarray(1)])));`);
  const empty = names.map((name) => ({ name, bytes: new Uint8Array() }));
  return { kind: 'program', code: [...own.code, ...empty] };
}
