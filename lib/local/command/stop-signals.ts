/** A person's or a supervisor's wish to end the program. */
export interface StopSignals extends Disposable {
  /** Aborted by the first request: end in order. */
  readonly stop: AbortSignal;
  /** Aborted by the second: end now. */
  readonly kill: AbortSignal;
  /** Exit code that tells the first request's signal; undefined before it. */
  exitCode(): number | undefined;
}

const EXIT_CODES = { SIGINT: 130, SIGTERM: 143 } as const;

/**
 * Listens for Ctrl-C and SIGTERM until disposed. The second request ends the program right after `kill` was heard.
 */
export function listenForStop(): StopSignals {
  const stop = new AbortController();
  const kill = new AbortController();
  let first: keyof typeof EXIT_CODES | undefined;
  const hear = (signal: NodeJS.Signals) => {
    if (first !== undefined) {
      kill.abort();
      process.exit(EXIT_CODES[first]);
    }
    first = signal as keyof typeof EXIT_CODES;
    stop.abort();
  };
  for (const signal of Object.keys(EXIT_CODES)) process.on(signal, hear);
  return {
    stop: stop.signal,
    kill: kill.signal,
    exitCode: () => first && EXIT_CODES[first],
    [Symbol.dispose]: () => {
      for (const signal of Object.keys(EXIT_CODES)) process.off(signal, hear);
    },
  };
}
