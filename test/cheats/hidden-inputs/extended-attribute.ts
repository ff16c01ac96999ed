import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Cheat } from '../cheat.ts';
import { honestStream, leave } from '../own-codec.ts';
import { program } from '../program.ts';
import { PYTHON } from '../python.ts';

const SET = "import os, sys; os.setxattr(sys.argv[1], 'user.clip', bytes.fromhex(sys.argv[2]))";
const GET = "import os; print(os.getxattr('bitstream', 'user.clip').hex(), end='')";
/** A file's attributes share one block of 4 KB. */
const CARRIED = 1500;

export const extendedAttribute: Cheat = {
  name: 'extended-attribute',
  about: 'puts part of the payload into an extended attribute of the bitstream',
  check: 'plain-bytes',
  behind: ['decoy-decode', 'repeatable-decode'],
  gain: 'fewer-bits',
  skip: () => {
    const folder = mkdtempSync(join(tmpdir(), 'codec-lab-attribute-'));
    const file = join(folder, 'file');
    writeFileSync(file, '');
    try {
      execFileSync(PYTHON, ['-c', SET, file, '00'], { stdio: 'ignore' });
      return undefined;
    } catch {
      return `no extended attributes can be set here (${PYTHON}, file system of ${tmpdir()})`;
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
  open: () => ({
    codec: {
      encode: async (request) => {
        const payload = await honestStream(request);
        const encoded = await leave(request, payload.subarray(CARRIED));
        execFileSync(PYTHON, ['-c', SET, encoded.path, payload.subarray(0, CARRIED).toString('hex')]);
        return encoded;
      },
      decoder: program(`const { stdout } = spawnSync('${PYTHON}', ['-c', ${JSON.stringify(GET)}]);
putOut(unpack(Buffer.concat([Buffer.from(String(stdout), 'hex'), bitstream()])));`),
    },
  }),
};
