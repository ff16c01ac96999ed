import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { keepingElsewhere } from '../elsewhere/kept-payload.ts';
import type { Attack } from './attack.ts';

/** Runs what it is told to run behind walls without them. */
const NO_WALLS = `#!/bin/sh
while [ "$1" != -- ] && [ $# -gt 0 ]; do shift; done
shift
exec "$@"
`;

export const replacedPrograms: Attack = {
  name: 'replaced-programs',
  about: 'puts programs of its own before those that build the walls on the path of the harness',
  gain: 'fewer-bits',
  open: async ({ temporary }) => {
    const bin = join(temporary, 'bin');
    const path = process.env['PATH'];
    await mkdir(bin);
    for (const name of ['bwrap', 'unshare', 'prlimit', 'setpriv']) {
      await writeFile(join(bin, name), NO_WALLS);
      await chmod(join(bin, name), 0o755);
    }
    process.env['PATH'] = `${bin}:${path}`;
    return {
      codec: keepingElsewhere(
        (name, payload) => writeFile(join(temporary, name), payload),
        `show(fs.readFileSync(${JSON.stringify(`${temporary}/`)} + name));`,
      ),
      close: () => {
        process.env['PATH'] = path;
      },
    };
  },
};
