import { fileURLToPath } from 'node:url';
import { TASK_EXIT } from '../lambdas/shared/task-exit.ts';
import { takeCredentialsPath } from './credentials-path.ts';
import { faultExit } from './fault-exit.ts';
import { eventLine, faultLine } from './log.ts';
import { programHash } from './program-hash.ts';
import { carryOut } from './tasks/carry-out.ts';
import { throttled } from './throttled-progress.ts';

const stop = new AbortController();
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => stop.abort());
// Whoever reads the progress is gone: nobody will wait for the result either.
process.stdout.on('error', () => stop.abort());
try {
  takeCredentialsPath(process.env);
  const report = throttled(
    (event) => process.stdout.write(`${eventLine(event, process.env, new Date())}\n`),
    () => performance.now(),
  );
  const codeSha256 = await programHash(fileURLToPath(import.meta.url));
  process.exitCode = await carryOut({
    environment: process.env,
    report,
    signal: stop.signal,
    codeSha256,
  });
} catch (error) {
  process.stderr.write(`${faultLine(error, process.env, new Date())}\n`);
  process.exitCode = stop.signal.aborted ? TASK_EXIT.stopped : faultExit(error);
}
