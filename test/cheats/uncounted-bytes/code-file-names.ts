import type { Decoder } from '../../../codec-task/codecs/decoder.ts';
import type { Cheat } from '../cheat.ts';
import { knownStreams } from '../known-clip.ts';
import { leave } from '../own-codec.ts';
import { program } from '../program.ts';

/** Characters of the payload in one name. */
const CARRIED = 80;

export const codeFileNames: Cheat = {
  name: 'code-file-names',
  about: 'holds the payload in the names of hundreds of empty code files',
  check: 'charged-decoder',
  charged: true,
  gain: 'fewer-bits',
  open: async (ground) => {
    const names = [...(await knownStreams(ground))].flatMap(([step, stream]) => namesOf(step, stream));
    return {
      codec: {
        encode: (request) => leave(request, Buffer.from(`step ${request.qualityControl}`)),
        decoder: withNames(names),
      },
    };
  },
};

function namesOf(step: number, stream: Buffer): string[] {
  const parts = stream.toString('hex').match(new RegExp(`.{1,${CARRIED}}`, 'g')) ?? [];
  return parts.map((part, index) => `p-${step}-${String(index).padStart(6, '0')}-${part}`);
}

function withNames(names: readonly string[]): Decoder {
  const own = program(`const step = /^step ([0-9]+)$/.exec(bitstream())[1];
const parts = fs.readdirSync('.').sort().map((name) => name.split('-'));
const mine = parts.filter((part) => part[0] === 'p' && part[1] === step).map((part) => part[3]);
putOut(unpack(Buffer.from(mine.join(''), 'hex')));`);
  const empty = names.map((name) => ({ name, bytes: new Uint8Array() }));
  return { kind: 'program', code: [...own.code, ...empty] };
}
