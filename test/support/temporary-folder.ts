import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

const SIGNALS = ['SIGTERM', 'SIGHUP'] as const;
const PREFIX = 'codec-lab-tests-';

/**
 * Gives a run of the tests one temporary directory, in which all that they and their programs make lies, and removes it
 * when the run's process ends or is asked to end: what a test that was cut off left goes with it. Every project of a run
 * asks for it, the first gets it made; the process's end is after what the last of them still does with it.
 */
export default function setup(): void {
  if (basename(tmpdir()).startsWith(PREFIX)) return;
  const folder = mkdtempSync(join(tmpdir(), PREFIX));
  // As the system's own: programs of other users work here too.
  chmodSync(folder, 0o1777);
  process.env['TMPDIR'] = folder;
  const remove = () => rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
  process.on('exit', remove);
  const end = (signal: NodeJS.Signals) => {
    remove();
    process.off(signal, end);
    process.kill(process.pid, signal);
  };
  for (const signal of SIGNALS) process.on(signal, end);
}
