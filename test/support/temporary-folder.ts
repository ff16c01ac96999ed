import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const SIGNALS = ['SIGTERM', 'SIGHUP'] as const;

/**
 * Gives a run of the tests one temporary directory, in which all that they and their programs make lies, and removes it
 * when the run is over or asked to end: what a test that was cut off left goes with it.
 */
export default function setup(): () => void {
  const before = process.env['TMPDIR'];
  const folder = mkdtempSync(join(tmpdir(), 'codec-lab-tests-'));
  // As the system's own: programs of other users work here too.
  chmodSync(folder, 0o1777);
  process.env['TMPDIR'] = folder;
  const remove = () => rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
  const end = (signal: NodeJS.Signals) => {
    remove();
    process.off(signal, end);
    process.kill(process.pid, signal);
  };
  for (const signal of SIGNALS) process.on(signal, end);
  return () => {
    for (const signal of SIGNALS) process.off(signal, end);
    if (before === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = before;
    remove();
  };
}
