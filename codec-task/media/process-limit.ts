import type { ChildProcess } from 'node:child_process';

/** What cut a process short. */
export type Cut = 'timeout' | 'stopped';

/** Time that a process gets between the request to end and its death. */
const GRACE_MILLISECONDS = 2_000;

/**
 * Ends a process when its time is up or the signal is aborted: SIGTERM, then SIGKILL after two seconds. Once it is dead its
 * output is closed, since a program that it started may keep that open for ever (the found ffmpeg can be a script around
 * the real one). The process stays in the group of this one, so that whoever kills the group leaves no encoder behind.
 * @returns to be called when the process has ended; answers what cut it short.
 */
export function limitProcess(
  child: ChildProcess,
  timeoutSeconds: number,
  signal: AbortSignal,
): () => Cut | undefined {
  let cut: Cut | undefined;
  let killing: NodeJS.Timeout | undefined;
  const end = (why: Cut) => {
    if (cut !== undefined) return;
    cut = why;
    child.once('exit', () => {
      child.stdout?.destroy();
      child.stderr?.destroy();
    });
    child.kill('SIGTERM');
    killing = setTimeout(() => child.kill('SIGKILL'), GRACE_MILLISECONDS);
  };
  const limit = setTimeout(() => end('timeout'), timeoutSeconds * 1000);
  const stop = () => end('stopped');
  signal.addEventListener('abort', stop);
  return () => {
    clearTimeout(limit);
    clearTimeout(killing);
    signal.removeEventListener('abort', stop);
    return cut;
  };
}
