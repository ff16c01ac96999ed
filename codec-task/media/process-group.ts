/** What cut a process short. */
export type Cut = 'timeout' | 'stopped';

/** Time that a process gets between the request to end and its death. */
const GRACE_MILLISECONDS = 2_000;

/**
 * Ends a whole process group when its time is up or the signal is aborted: SIGTERM, then SIGKILL after two seconds. The
 * group and not the process alone, because the found ffmpeg may be a script that starts the real one. The group also dies
 * with this process.
 * @param leader process id of the group's first process, started detached.
 * @returns to be called when the process has ended; answers what cut it short.
 */
export function limitProcessGroup(
  leader: number,
  timeoutSeconds: number,
  signal: AbortSignal,
): () => Cut | undefined {
  let cut: Cut | undefined;
  let killing: NodeJS.Timeout | undefined;
  const end = (why: Cut) => {
    if (cut !== undefined) return;
    cut = why;
    killGroup(leader, 'SIGTERM');
    killing = setTimeout(() => killGroup(leader, 'SIGKILL'), GRACE_MILLISECONDS);
  };
  const limit = setTimeout(() => end('timeout'), timeoutSeconds * 1000);
  const stop = () => end('stopped');
  const die = () => killGroup(leader, 'SIGKILL');
  signal.addEventListener('abort', stop);
  process.once('exit', die);
  return () => {
    clearTimeout(limit);
    clearTimeout(killing);
    signal.removeEventListener('abort', stop);
    process.removeListener('exit', die);
    return cut;
  };
}

function killGroup(leader: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-leader, signal);
  } catch (error) {
    // It ended by itself in the meantime; macOS answers EPERM for a group that is dead but not yet collected.
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ESRCH' && code !== 'EPERM') throw error;
  }
}
