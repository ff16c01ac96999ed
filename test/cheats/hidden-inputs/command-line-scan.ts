import { spawn } from 'node:child_process';
import type { Cheat } from '../cheat.ts';
import { sourceFinder } from './found-source.ts';

export const commandLineScan: Cheat = {
  name: 'command-line-scan',
  about:
    'leaves a process with the source in its arguments and finds it among the command lines of all processes',
  check: 'decoy-decode',
  checkIsolated: 'isolated-decode',
  gain: 'better-frames',
  open: ({ temporary }) => {
    const left: number[] = [];
    const finder =
      sourceFinder(`const numbers = fs.readdirSync('/proc').filter((name) => /^[0-9]+$/.test(name));
for (const number of numbers) {
  let words = [];
  try { words = fs.readFileSync('/proc/' + number + '/cmdline', 'utf8').split('\\0'); } catch {}
  for (const word of words) {
    if (!word.startsWith(${JSON.stringify(temporary)})) continue;
    try { if (isSource(word, fs.statSync(word))) file = word; } catch {}
  }
}`);
    return {
      codec: {
        ...finder,
        encode: async (request) => {
          const script = ['-c', 'sleep 60; true', request.source.path];
          const child = spawn('sh', script, { stdio: 'ignore', detached: true });
          if (child.pid !== undefined) left.push(child.pid);
          return finder.encode(request);
        },
      },
      close: () => {
        for (const pid of left) process.kill(-pid, 'SIGKILL');
      },
    };
  },
};
