import { readFileSync } from 'node:fs';
import { validate } from 'dockerfile-utils';
import { describe, expect, it } from 'vitest';

const dockerfile = readFileSync('codec-task/Dockerfile', 'utf8');

/** What the linter has to say, as an editor would show it. */
function faults(text: string): string[] {
  return validate(text).map(({ message, range }) => `${range.start.line + 1}: ${message}`);
}

/** Instructions in their order, without comments and with continued lines joined. */
const instructions = dockerfile
  .replaceAll(/^#.*\n/gm, '')
  .replaceAll(/\\\n\s*/g, '')
  .trim()
  .split('\n');

describe('the Dockerfile', () => {
  it('has no fault that a linter knows, and the linter knows some', () => {
    expect(faults(dockerfile)).toEqual([]);
    expect(faults('FROM node:24\nENTRYPOINT ["node"]\nUSR root\nWORKDIR app\n')).toEqual([
      '3: Unknown instruction: USR',
      expect.stringMatching(/^4: .*absolute/i),
    ]);
  });

  it('installs as root, and is another user from then on', () => {
    const names = instructions.map((line) => line.split(' ')[0]);
    expect(names).toEqual(['FROM', 'RUN', 'COPY', 'COPY', 'ENV', 'VOLUME', 'USER', 'ENTRYPOINT']);
  });

  it('takes nothing that the image can do without: no recommended packages, no package lists', () => {
    const [install = ''] = instructions.filter((line) => line.startsWith('RUN'));
    expect(install).toContain('apt-get install -y --no-install-recommends ffmpeg bubblewrap tini ');
    expect(install).toContain('&& apt-get clean && rm -rf /var/lib/apt/lists/* ');
  });

  it('names no architecture, so that the same steps make an image for ARM64 and x86-64', () => {
    expect(dockerfile).not.toMatch(/amd64|x86|arm|aarch|--platform/i);
  });

  it('holds no secret and takes none when it is built', () => {
    expect(dockerfile).not.toMatch(/\bARG\b|--secret|KEY|TOKEN|PASSWORD/);
  });
});
