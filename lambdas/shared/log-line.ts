import * as z from 'zod';

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

/** As much of an error's line as says what ended a program. */
const FaultLine = z.object({ level: z.literal('error'), error: z.string(), message: z.string() });

/** Name and sentence of the error that a line of the log tells; undefined for every other line. */
export function faultIn(line: string): { readonly error: string; readonly message: string } | undefined {
  try {
    return FaultLine.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}
