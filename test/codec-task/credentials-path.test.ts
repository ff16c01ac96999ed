import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { takeCredentialsPath } from '../../codec-task/credentials-path.ts';

const VARIABLE = 'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI';
const PATH = '/v2/credentials/0f3a';
const MODULE = fileURLToPath(new URL('../../codec-task/credentials-path.ts', import.meta.url));

describe('the path to the role’s credentials', () => {
  it('comes in a pipe, is then in the environment that the SDK reads, and is not what /proc shows', () => {
    const program = `
      import { takeCredentialsPath } from ${JSON.stringify(MODULE)};
      import { readFileSync } from 'node:fs';
      takeCredentialsPath(process.env);
      const shown = readFileSync('/proc/self/environ', 'utf8');
      console.log(JSON.stringify([process.env.${VARIABLE}, process.env.CREDENTIALS_PATH_DESCRIPTOR ?? null, shown.includes('${PATH}')]));`;
    const script = `exec "$0" --input-type=module -e "$1" 3<<PIPE\n${PATH}\nPIPE`;
    const { stdout, stderr } = spawnSync('sh', ['-c', script, process.execPath, program], {
      encoding: 'utf8',
      env: { CREDENTIALS_PATH_DESCRIPTOR: '3' },
    });
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toEqual([PATH, null, false]);
  });

  it('is left alone where no pipe is named', () => {
    const environment = { [VARIABLE]: PATH, HOME: '/' };
    takeCredentialsPath(environment);
    expect(environment).toEqual({ [VARIABLE]: PATH, HOME: '/' });
  });
});
