import { INVENTED } from '../dependence/own-result.ts';
import { changingDecoder } from '../frames/changed-frames.ts';
import type { Attack } from './attack.ts';

export const inventedResult: Attack = {
  name: 'invented-result',
  about: 'writes a result of its own from the decoder, in its folder and above it',
  gain: 'fewer-bits',
  open: () => ({
    codec: changingDecoder(`for (const folder of ['.', '..', '../..', process.env.HOME, process.env.TMPDIR]) {
  try { fs.writeFileSync(path.join(folder, 'result.json'), ${JSON.stringify(INVENTED)}); } catch {}
}
putOut(decoded);`),
  }),
};
