export interface LogEntry {
  readonly level: 'info' | 'warning' | 'error';
  readonly message: string;
  /** Reasoning id of the iteration; absent where none is at work. */
  readonly run_id?: string | undefined;
  readonly experiment_id?: string | undefined;
  readonly campaign?: string | undefined;
  readonly [field: string]: string | number | boolean | null | undefined;
}

/** One line of a structured log: JSON, so that CloudWatch Logs Insights finds its fields by name. */
export function logLine(entry: LogEntry, now: Date): string {
  return JSON.stringify({ timestamp: now.toISOString(), ...entry });
}
